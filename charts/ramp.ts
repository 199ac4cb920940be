/** Grams between two stops of the ramp; eleven stops, from 0 to 450 g/kWh, above is ember. */
const STOP_GRAMS = 45;
const LAST_STOP = 10;

/** The colour of an intensity, as CSS: absolute and linear, so the same grams look the same everywhere. */
export function rampColor(gramsPerKwh: number): string {
  const place = Math.min(LAST_STOP, Math.max(0, gramsPerKwh / STOP_GRAMS));
  const stop = Math.min(LAST_STOP - 1, Math.floor(place));
  const share = Math.round((place - stop) * 100);
  if (share === 0) return `var(--ci-${stop})`;
  if (share === 100) return `var(--ci-${stop + 1})`;
  return `color-mix(in oklab, var(--ci-${stop}), var(--ci-${stop + 1}) ${share}%)`;
}

export const RAMP_TOP_GRAMS = STOP_GRAMS * LAST_STOP;

/** Stops of a gradient from 0 (offset 0) to 450 g/kWh (offset 1). */
export const RAMP_STOPS: readonly { offset: number; color: string }[] = Array.from(
  { length: LAST_STOP + 1 },
  (_, stop) => ({ offset: stop / LAST_STOP, color: `var(--ci-${stop})` }),
);
