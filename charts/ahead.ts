import type { ZoneView } from "#server/domain/carbon/view.ts";
import { type BandSlot, bandSlots, forecastSlots, type Slot } from "./slots.ts";

/** What is expected from now on: the rest of the slot whose reading is known, then the forecast. Without one, nothing. */
export function aheadOf(
  { latest, forecast }: Pick<ZoneView, "latest" | "forecast">,
  now: number,
  to: number,
): { slots: Slot[]; band: BandSlot[] } {
  if (!forecast) return { slots: [], band: [] };
  const covered = latest ? Math.max(now, +latest.startsAt + latest.stepMs) : now;
  const foreseen = forecastSlots(forecast, covered, to);
  const underWay =
    latest && foreseen.length > 0 && covered > now
      ? [{ from: now, to: covered, value: latest.gramsPerKwh }]
      : [];
  return { slots: [...underWay, ...foreseen], band: bandSlots(forecast, covered, to) };
}
