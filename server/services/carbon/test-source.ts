import { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { DAY_MS } from "#server/domain/clock.ts";
import type { Forecast } from "#server/domain/carbon/forecast.ts";
import type { Intensity } from "#server/domain/carbon/intensity.ts";
import { SourceSetting, ZoneKey } from "#server/domain/carbon/source-config.ts";
import { secretIssues, SourceSecrets } from "#server/domain/carbon/account.ts";
import { ZoneEntry } from "#server/domain/carbon/zone-save.ts";
import { DomainError } from "#server/domain/errors.ts";
import { isSourceError } from "#server/domain/carbon/source.ts";
import { intensityWords, spanWords, utcTime } from "#server/domain/job/words.ts";
import { secretsOf } from "./account.ts";
import { checkedSource, keptSource } from "./zone-setting.ts";

/** An entry as it would be saved. `secrets`: a key that is not kept yet. */
export const TestSource = z.object({ zone: ZoneKey, secrets: SourceSecrets.optional() }).and(ZoneEntry);
export type TestSource = z.infer<typeof TestSource>;

export interface SourceTrial {
  /** False when it refused, or nothing came. */
  answered: boolean;
  latest: Intensity | null;
  /** Readings of the last 24 h. */
  count: number;
  /** How far its forecast reaches; null without one. */
  forecastMs: number | null;
  message: string;
}

const PATIENCE_MS = 20_000;

/** Asks the source and shows its real answer, also when that is a refusal. Saves nothing. */
export async function testSource(app: App, input: TestSource): Promise<SourceTrial> {
  authorise(app.actor, "administer", "test a carbon source");
  const { zone } = input;
  const { setting, secrets } = await triedOf(app, input);
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const now = app.clock.now();
  try {
    const source = await checkedSource(app, zone, setting, secrets);
    const readings = await source.history(zone, { from: new Date(+now - DAY_MS), to: now }, signal);
    const forecast = await source.forecast(zone, signal);
    const latest = readings.at(-1) ?? null;
    const sentences = [readingWords(readings, latest), forecastWords(forecast), source.standIn?.()];
    return {
      answered: true,
      latest,
      count: readings.length,
      forecastMs: forecast ? forecast.gramsPerKwh.length * forecast.stepMs : null,
      message: sentences.filter((sentence) => sentence !== undefined).join(" "),
    };
  } catch (error) {
    if (signal.aborted) return refusal(`No answer came within ${PATIENCE_MS / 1_000} s.`);
    if (isSourceError(error)) return refusal(error.message);
    throw error;
  }
}

const refusal = (message: string): SourceTrial => ({
  answered: false,
  latest: null,
  count: 0,
  forecastMs: null,
  message,
});

async function triedOf(
  app: App,
  { zone, accountId, secrets, ...entry }: TestSource,
): Promise<{ setting: SourceSetting; secrets: Readonly<Record<string, string>> }> {
  const [issue] = secrets && entry.source !== "kept" ? secretIssues(entry.source, secrets) : [];
  if (issue) throw new DomainError("BAD_REQUEST", issue[1]);
  if (entry.source !== "kept")
    return { setting: entry, secrets: secrets ?? (await secretsOf(app, entry.source, accountId)) };
  const { source, config, account } = keptSource(await app.carbon.findZone(zone), entry.id);
  const file = source === "replay" ? { csv: await app.carbon.file(zone) } : {};
  const setting = SourceSetting.safeParse({ source, config: { ...config, ...file } });
  if (!setting.success)
    throw new DomainError(
      "PRECONDITION_FAILED",
      setting.error.issues[0]?.message ?? "Its setting is invalid.",
    );
  return { setting: setting.data, secrets: await secretsOf(app, source, account?.id) };
}

function readingWords(readings: readonly Intensity[], latest: Intensity | null): string {
  if (!latest) return "It has no reading of the last 24 h.";
  return `It has ${readings.length} readings of the last 24 h, the newest ${intensityWords(latest.gramsPerKwh)} at ${utcTime(latest.startsAt)}.`;
}

const forecastWords = (forecast: Forecast | undefined) =>
  forecast
    ? `It foresees ${spanWords(forecast.gramsPerKwh.length * forecast.stepMs)}.`
    : "It gives no forecast; ours is made from its readings.";
