import type { CarbonRepo } from "#server/adapters/db/carbon.ts";
import type { Clock } from "#server/domain/clock.ts";
import { SourceError, type CarbonIntensitySource } from "#server/domain/carbon/source.ts";
import { isStale } from "#server/domain/carbon/signal.ts";
import { speakerOf, titleOf, type ZoneSource } from "#server/domain/carbon/speaker.ts";
import type { ZoneSetting } from "#server/domain/carbon/zone-view.ts";
import { UserError, Waiting } from "#server/domain/errors.ts";
import { utcTime } from "#server/domain/job/words.ts";
import type { Pauses } from "./pauses.ts";
import { pollZone, type Polled } from "./poll.ts";

interface FailoverDeps {
  carbon: CarbonRepo;
  clock: Clock;
  pauses: Pauses;
  sourceOf: (setting: ZoneSetting, source: ZoneSource) => Promise<CarbonIntensitySource>;
}
export interface PolledInOrder {
  /** Who answered; undefined when nobody did. */
  source: CarbonIntensitySource | undefined;
  polled: Polled;
  /** Who speaks, or why not, is another than before. */
  turned: boolean;
  /** What to throw when nobody answered. */
  error: Error | undefined;
}

/** Asks a zone's sources in order until one answers, and notes on each how it did: the first comes back by itself. */
export async function pollInOrder(
  deps: FailoverDeps,
  setting: ZoneSetting,
  now: Date,
  signal: AbortSignal,
): Promise<PolledInOrder> {
  const failures: (SourceError | UserError)[] = [];
  let turned = false;
  let old: Answer | undefined;
  for (const each of setting.sources) {
    const asked = await askOne(deps, setting, each, now, signal);
    turned ||= asked.turned;
    if (asked.kind === "fresh") return { ...asked.answer, turned, error: undefined };
    if (asked.kind === "failed") failures.push(asked.error);
    else old ??= asked.answer;
  }
  // an answer from before is worth more than none
  if (old) return { ...old, turned, error: undefined };
  return { ...NOTHING, turned, error: whyNobody(failures, deps.clock.rate) };
}

interface Answer {
  source: CarbonIntensitySource;
  polled: Polled;
}
type Asked =
  | { kind: "fresh" | "old"; answer: Answer; turned: boolean }
  | { kind: "failed"; error: SourceError | UserError; turned: boolean };

const NOTHING = { source: undefined, polled: { newest: undefined, changed: false, given: undefined } };

async function askOne(
  { carbon, clock, pauses, sourceOf }: FailoverDeps,
  setting: ZoneSetting,
  each: ZoneSource,
  now: Date,
  signal: AbortSignal,
): Promise<Asked> {
  const { id, failure } = each;
  try {
    refusePaused(each, pauses.leftMs(id, now) / clock.rate);
    const source = await sourceOf(setting, each);
    const polled = await pollZone(carbon, setting.zone, source, now, signal);
    const answer = { source, polled };
    const old = notFresh(answer, setting, each, now);
    if (old !== undefined) {
      await carbon.noteFailure(id, now, old);
      return { kind: "old", answer, turned: failure?.message !== old };
    }
    await carbon.noteAnswer(setting.zone, id, now);
    return { kind: "fresh", answer, turned: failure !== null || speakerOf(setting.sources) !== each };
  } catch (error) {
    signal.throwIfAborted();
    // the source's and the setting's faults are theirs; a database that is away is not
    if (!(error instanceof SourceError || error instanceof UserError)) throw error;
    if (error instanceof SourceError && error.retryAfterMs !== undefined)
      pauses.set(id, new Date(+now + error.retryAfterMs * clock.rate));
    await carbon.noteFailure(id, now, error.message);
    return { kind: "failed", error, turned: failure?.message !== error.message };
  }
}

/** An earlier answer; or one with nothing that may decide, where another source could do better. */
function notFresh(
  { source, polled: { given } }: Answer,
  { sources }: ZoneSetting,
  each: ZoneSource,
  now: Date,
): string | undefined {
  const earlier = source.standIn?.();
  if (earlier !== undefined || each === sources.at(-1) || !isStale(given, now)) return earlier;
  const newest = given
    ? `its newest reading is of ${utcTime(given.startsAt)}`
    : "it has no reading of the last hours";
  return `${titleOf(each.source)} answers, but ${newest}.`;
}

/** It asked for a pause, and gets it, while the next one speaks. */
function refusePaused({ source, failure }: ZoneSource, leftMs: number): void {
  if (leftMs > 0)
    throw new SourceError(source, failure?.message ?? `${titleOf(source)} asked for a pause.`, leftMs);
}

/** The loop tries again as the most hopeful of them allows. */
function whyNobody(failures: readonly (SourceError | UserError)[], rate: number): Error {
  const [first] = failures;
  if (!first) return new UserError("NoSource", "The zone has no source.");
  const soon = failures.find((error) => error instanceof SourceError && error.retryAfterMs === undefined);
  if (soon) return soon;
  const pauses = failures.flatMap((error) =>
    error instanceof SourceError ? (error.retryAfterMs ?? []) : [],
  );
  return pauses.length > 0 ? new Waiting("AskedTooOften", first.message, Math.min(...pauses) * rate) : first;
}
