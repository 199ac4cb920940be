import type { App } from "#server/context.ts";
import { seriesOf, type Series } from "#server/domain/carbon/series.ts";
import type { ZoneSetting } from "#server/domain/carbon/zone-view.ts";
import { DomainError } from "#server/domain/errors.ts";
import { seriesOfZone } from "../carbon/zone-label.ts";

/** What was read of a zone over the last `lengthMs`. @throws DomainError */
export async function historyOf(app: App, setting: ZoneSetting, lengthMs: number): Promise<Series> {
  const now = app.clock.now();
  const range = { from: new Date(+now - lengthMs), to: now };
  const series = seriesOf(await app.carbon.readings(seriesOfZone(setting), range), now);
  if (series) return series;
  throw new DomainError(
    "PRECONDITION_FAILED",
    `Nothing was read of ${setting.zone} yet, so no past can be tried.`,
  );
}
