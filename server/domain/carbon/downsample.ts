import { lengthOf, type Run } from "./runs.ts";

export interface Downsampled {
  runs: Run[];
  drawn: number;
  of: number;
  /** Gaps too short to be drawn apart at this many points; 0 unless a series is in shreds. */
  gapsJoined: number;
}

/** A run that is to keep its shape needs its ends and a point between them. */
const LEAST_A_RUN = 3;

/**
 * At most `most` of the readings, chosen by LTTB (largest triangle three buckets) in each run: peaks and troughs stay,
 * every point is a reading, and gaps stay gaps.
 */
export function downsample(runs: readonly Run[], most: number): Downsampled {
  const of = lengthOf(runs);
  if (of <= most) return { runs: [...runs], drawn: of, of, gapsJoined: 0 };
  const { joined, gapsJoined } = joinShortestGaps(runs, Math.max(1, Math.floor(most / LEAST_A_RUN)));
  const least = joined.map(({ startsAt }) => Math.min(LEAST_A_RUN, startsAt.length));
  const spare = most - least.reduce((sum, count) => sum + count, 0);
  const wanted = of - least.reduce((sum, count) => sum + count, 0);
  const fewer = joined.map((run, index) => {
    const base = least[index] ?? 0;
    return pick(run, base + Math.floor((spare * (run.startsAt.length - base)) / wanted));
  });
  return { runs: fewer, drawn: lengthOf(fewer), of, gapsJoined };
}

function pick({ startsAt, gramsPerKwh, endsAt }: Run, most: number): Run {
  const chosen = lttb(startsAt, gramsPerKwh, most);
  return {
    startsAt: chosen.map((index) => startsAt[index] ?? 0),
    gramsPerKwh: chosen.map((index) => gramsPerKwh[index] ?? 0),
    endsAt,
  };
}

/**
 * Steinarsson's largest triangle three buckets: of each bucket the point that spans the largest triangle with the one
 * chosen before it and the mean of the bucket after it. Indices, ascending; the first and the last always stay.
 */
export function lttb(x: ArrayLike<number>, y: ArrayLike<number>, most: number): number[] {
  const { length } = x;
  if (most >= length) return Array.from({ length }, (_, index) => index);
  if (most < LEAST_A_RUN) return most < 2 ? [0] : [0, length - 1];
  const size = (length - 2) / (most - 2);
  const edge = (bucket: number) => Math.min(length - 1, Math.floor(bucket * size) + 1);
  const chosen = [0];
  for (let bucket = 0; bucket < most - 2; bucket++) {
    const next = meanPoint(x, y, edge(bucket + 1), Math.max(edge(bucket + 1) + 1, edge(bucket + 2)));
    chosen.push(largest(x, y, chosen.at(-1) ?? 0, next, edge(bucket), edge(bucket + 1)));
  }
  return [...chosen, length - 1];
}

interface Point {
  x: number;
  y: number;
}

function meanPoint(x: ArrayLike<number>, y: ArrayLike<number>, from: number, to: number): Point {
  let [sumX, sumY] = [0, 0];
  for (let index = from; index < to; index++) {
    sumX += x[index] ?? 0;
    sumY += y[index] ?? 0;
  }
  return { x: sumX / (to - from), y: sumY / (to - from) };
}

function largest(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  before: number,
  next: Point,
  from: number,
  to: number,
): number {
  const [beforeX, beforeY] = [x[before] ?? 0, y[before] ?? 0];
  let best = from;
  let most = -1;
  for (let index = from; index < to; index++) {
    const twice = Math.abs(
      (beforeX - next.x) * ((y[index] ?? 0) - beforeY) - (beforeX - (x[index] ?? 0)) * (next.y - beforeY),
    );
    if (twice <= most) continue;
    most = twice;
    best = index;
  }
  return best;
}

/** Joins over the shortest gaps until there are at most `mostRuns`: no picture has room for more. */
function joinShortestGaps(
  runs: readonly Run[],
  mostRuns: number,
): { joined: readonly Run[]; gapsJoined: number } {
  const gapsJoined = Math.max(0, runs.length - mostRuns);
  if (gapsJoined === 0) return { joined: runs, gapsJoined };
  const gaps = runs
    .slice(1)
    .map((run, index) => ({ index: index + 1, ms: (run.startsAt[0] ?? 0) - (runs[index]?.endsAt ?? 0) }));
  const shortest = gaps.toSorted((a, b) => a.ms - b.ms || a.index - b.index).slice(0, gapsJoined);
  const over = new Set(shortest.map(({ index }) => index));
  const joined: Run[] = [];
  runs.forEach((run, index) => {
    const last = joined.at(-1);
    if (!last || !over.has(index)) {
      joined.push({ ...run, startsAt: [...run.startsAt], gramsPerKwh: [...run.gramsPerKwh] });
      return;
    }
    last.startsAt.push(...run.startsAt);
    last.gramsPerKwh.push(...run.gramsPerKwh);
    last.endsAt = run.endsAt;
  });
  return { joined, gapsJoined };
}
