/** What a cluster's power cap leaves for one Job: watts estimated from requests, as everywhere. */
export interface PowerRoom {
  capWatts: number;
  neededWatts: number;
  /** Of the carbon-aware Jobs that run or have been let go. Undefined at admission: only the one loop that releases knows. */
  runningWatts?: number;
  /** Of the first in line, where this Job is behind it. */
  aheadWatts?: number;
}

const TOLERANCE_WATTS = 0.001; // sums of thousandths

/** Strictly by turns: a small Job does not pass a large one. One that is larger than the cap goes when nothing else of ours runs. */
export function hasRoom({ capWatts, neededWatts, runningWatts, aheadWatts = 0 }: PowerRoom): boolean {
  if (runningWatts === undefined) return false;
  const before = runningWatts + aheadWatts;
  return before <= 0 || before + neededWatts <= capWatts + TOLERANCE_WATTS;
}
