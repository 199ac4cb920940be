/** Hours sorted from the cleanest on: each value stands for an equal share of them. */
export interface DurationCurve {
  /** g/kWh, ascending */
  gramsPerKwh: number[];
  /** How many hours were sorted. */
  hours: number;
}

/** At most `most` steps; where there are more hours, every step is the one in the middle of its share, and the ends stay. */
export function durationCurve(hours: readonly number[], most: number): DurationCurve {
  const sorted = [...hours].toSorted((a, b) => a - b);
  if (sorted.length <= most) return { gramsPerKwh: sorted, hours: sorted.length };
  const at = (step: number) => {
    if (step === 0) return 0;
    if (step === most - 1) return sorted.length - 1;
    return Math.floor(((step + 0.5) * sorted.length) / most);
  };
  return {
    gramsPerKwh: Array.from({ length: most }, (_, step) => sorted[at(step)] ?? 0),
    hours: sorted.length,
  };
}

/** Of 0 to 1: how many of the hours are at or under a limit; null without hours. */
export function shareUnder(hours: readonly number[], limit: number): number | null {
  if (hours.length === 0) return null;
  return hours.filter((grams) => grams <= limit).length / hours.length;
}
