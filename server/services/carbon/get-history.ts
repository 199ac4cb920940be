import { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { historyReading, type HistoryView } from "#server/domain/carbon/history-view.ts";
import { Range } from "#server/domain/carbon/range.ts";
import { ZoneKey } from "#server/domain/carbon/source-config.ts";
import { readingsOver, spanOf } from "./span.ts";
import { labelOf, seriesOfZone } from "./zone-label.ts";
import { zoneSetting } from "./zone-setting.ts";

export const GetHistory = z.object({
  zone: ZoneKey,
  range: Range,
  /** Where the range begins; without it, it ends now. */
  from: z.date({ error: "Give the beginning of the range as a time." }).optional(),
});
export type GetHistory = z.infer<typeof GetHistory>;

/** Every reading of a range: for the file and for the table behind a chart. */
export async function getHistory(app: App, { zone, range, from }: GetHistory): Promise<HistoryView> {
  authorise(app.actor, "read", "see the grid");
  const setting = await zoneSetting(app, zone);
  const span = spanOf({ range, from }, app.clock.now());
  const readings = await readingsOver(app, seriesOfZone(setting), span);
  return { ...labelOf(setting), ...span, range, readings: readings.map(historyReading) };
}
