import { createRecorded } from "#server/adapters/carbon/recorded.ts";
import type { App } from "#server/context.ts";
import { seriesOf, type Series } from "#server/domain/carbon/series.ts";
import { signalKindOf } from "#server/domain/carbon/source-config.ts";
import type { ZoneSetting } from "#server/domain/carbon/zone-view.ts";
import { DomainError } from "#server/domain/errors.ts";

const PATIENCE_MS = 10_000;

/** What is known of the past of a zone: all of it where it is recorded, else what was read so far. @throws DomainError */
export async function historyOf(app: App, { zone, source }: ZoneSetting, lengthMs: number): Promise<Series> {
  const now = app.clock.now();
  const range = { from: new Date(+now - lengthMs), to: now };
  const readings =
    source === "recorded"
      ? await createRecorded({ clock: app.clock }).history(zone, range, AbortSignal.timeout(PATIENCE_MS))
      : await app.carbon.readings({ zone, kind: signalKindOf(source) }, range);
  const series = seriesOf(readings, now);
  if (series) return series;
  throw new DomainError("PRECONDITION_FAILED", `Nothing was read of ${zone} yet, so no past can be tried.`);
}
