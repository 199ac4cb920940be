import type { GreenWindow } from "#server/domain/carbon/window.ts";
import type { CandidateStart, WorkloadDetail, WorkloadRow } from "#server/domain/workload/view.ts";
import { clock, grams, when } from "./format.ts";
import type { Stretch } from "./slots.ts";

export interface MarkedStart extends CandidateStart {
  text: string;
}
export interface CandidateModel {
  from: Date;
  to: Date;
  candidates: CandidateStart[];
  /** First, chosen, last; fewer where two are the same minute. */
  marked: MarkedStart[];
  windows: Stretch[];
  largest: number;
}

/** Grams by start: the curve, the window it dips into, and the three starts worth a word. Nothing where no start is known. */
export function prepareCandidates(
  { row, candidates }: WorkloadDetail,
  windows: readonly GreenWindow[],
  now: Date,
  timeZone: string,
): CandidateModel | null {
  const sorted = candidates.toSorted((a, b) => +a.at - +b.at);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (!first || !last || +last.at <= +first.at) return null;
  return {
    from: first.at,
    to: last.at,
    candidates: sorted,
    marked: markedStarts(row, sorted, first, last, now, timeZone),
    windows: windows
      .map(({ opensAt, closesAt }) => ({
        from: Math.max(+first.at, +opensAt),
        to: Math.min(+last.at, +closesAt),
      }))
      .filter((window) => window.to > window.from),
    largest: Math.max(...sorted.map((candidate) => candidate.grams)),
  };
}

const markOf = (start: CandidateStart, word: string): MarkedStart => ({
  ...start,
  text: `${word}, ${grams(start.grams)}`,
});

function markedStarts(
  row: WorkloadRow,
  candidates: readonly CandidateStart[],
  first: CandidateStart,
  last: CandidateStart,
  now: Date,
  timeZone: string,
): MarkedStart[] {
  const begins = row.startedAt === null && first.at <= now ? "now" : when(first.at, now, timeZone);
  const ends =
    row.latestStart && +last.at >= +row.latestStart - 1 ? "latest start" : when(last.at, now, timeZone);
  const chosen = row.startedAt ?? row.releaseAt;
  const between = chosen && chosen > first.at && chosen < last.at ? gramsAt(candidates, +chosen) : null;
  return [
    markOf(first, begins),
    ...(chosen && between !== null ? [markOf({ at: chosen, grams: between }, clock(chosen, timeZone))] : []),
    markOf(last, ends),
  ];
}

/** Between two candidates the cost changes evenly, since a slot is a mean. */
function gramsAt(candidates: readonly CandidateStart[], at: number): number | null {
  const after = candidates.findIndex((candidate) => +candidate.at >= at);
  const [left, right] = [candidates[after - 1], candidates[after]];
  if (!right) return null;
  if (!left || +right.at === at) return right.grams;
  const share = (at - +left.at) / (+right.at - +left.at);
  return left.grams + share * (right.grams - left.grams);
}

export const candidateSentence = ({ marked }: CandidateModel): string =>
  `Grams this Job would emit by its start: ${marked.map(({ text }) => text).join("; ")}.`;
