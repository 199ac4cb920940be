import { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import type { SkillView } from "#server/domain/carbon/history-view.ts";
import { seriesOf } from "#server/domain/carbon/series.ts";
import { evaluateForecaster } from "#server/domain/backtest/skill.ts";
import { ZoneKey } from "#server/domain/carbon/source-config.ts";
import { DAY_MS } from "#server/domain/clock.ts";
import { keep } from "./keep.ts";
import { readingsOver } from "./span.ts";
import { labelOf, seriesOfZone } from "./zone-label.ts";
import { zoneSetting } from "./zone-setting.ts";

export const GetSkill = z.object({ zone: ZoneKey });
export type GetSkill = z.infer<typeof GetSkill>;

const HORIZONS_HOURS = [1, 3, 6, 12, 24, 48] as const;
const TRAILING_MS = 60 * DAY_MS;

/** How well our forecaster would have foreseen the trailing weeks of a zone, and what waiting by it would have saved. */
export async function getSkill(app: App, { zone }: GetSkill): Promise<SkillView> {
  authorise(app.actor, "read", "see the grid");
  const setting = await zoneSetting(app, zone);
  const series = seriesOfZone(setting);
  const judged = await keep(app, series, "skill", async () => {
    const now = app.clock.now();
    const readings = await readingsOver(app, series, { from: new Date(+now - TRAILING_MS), to: now });
    const laid = seriesOf(readings, now);
    const [oldest, newest] = [readings[0], readings.at(-1)];
    return {
      skill: (laid && evaluateForecaster(laid, { horizonsHours: HORIZONS_HOURS })) ?? null,
      historyMs: oldest && newest ? +newest.startsAt + newest.stepMs - +oldest.startsAt : 0,
    };
  });
  return { ...labelOf(setting), ...judged };
}
