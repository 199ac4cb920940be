/** Room around the plot, px. */
export interface Margin {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

export interface TimeScale {
  from: number;
  to: number;
  left: number;
  right: number;
  x: (at: Date | number) => number;
  at: (x: number) => Date;
}

export function timeScale(from: Date, to: Date, width: number, margin: Margin): TimeScale {
  const [start, end, left, right] = [+from, +to, margin.left, width - margin.right];
  return {
    from: start,
    to: end,
    left,
    right,
    x: (at) => left + ((+at - start) / (end - start)) * (right - left),
    at: (x) => new Date(start + ((x - left) / (right - left)) * (end - start)),
  };
}

export interface ValueScale {
  max: number;
  ticks: number[];
  top: number;
  bottom: number;
  y: (value: number) => number;
}

const STEPS = [1, 2, 2.5, 5, 10];
const MOST_TICKS = 6;
/** Above the largest value, for the words over it. */
const HEADROOM = 1.18;

/** From zero to a little above the largest value; ticks at round numbers, six at most above zero. */
export function valueScale(largest: number, height: number, margin: Margin): ValueScale {
  const top = Math.max(largest, 1e-9) * HEADROOM;
  const magnitude = 10 ** Math.floor(Math.log10(top / MOST_TICKS));
  const step = STEPS.map((factor) => factor * magnitude).find((size) => top / size <= MOST_TICKS) ?? top;
  const ticks = Array.from({ length: Math.floor(top / step) + 1 }, (_, index) => index * step);
  const [upper, lower] = [margin.top, height - margin.bottom];
  return {
    max: top,
    ticks,
    top: upper,
    bottom: lower,
    y: (value) => lower - (value / top) * (lower - upper),
  };
}
