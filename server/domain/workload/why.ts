import { HOUR_MS } from "../clock.ts";
import { gramsWords, intensityWords, spanWords } from "../job/words.ts";
import type { CandidateStart, WorkloadDetail, WorkloadRow } from "./view.ts";

const APART_MS = 3 * HOUR_MS;

/** "The cheapest 3 h before its latest start. 4.4 kWh at 170 g/kWh instead of 297." */
export function whyOf(row: WorkloadRow): string {
  const { gramsNow, gramsPlanned } = row;
  const restMs = row.durationMs - (row.ranMs ?? 0);
  const kwh = (row.watts / 1_000) * (restMs / HOUR_MS);
  if (row.group !== "waiting" || row.reason !== "BetterWindowAhead") return row.sentence;
  if (gramsNow === null || gramsPlanned === null || kwh <= 0) return row.sentence;
  const energy =
    kwh < 0.1 ? `${Math.round(kwh * 1_000)}\u00A0Wh` : `${kwh.toFixed(kwh < 10 ? 1 : 0)}\u00A0kWh`;
  const hours = `The cheapest ${spanWords(restMs)} before its latest start`;
  const parts = row.rule?.strategy === "interruptible" ? ", in several parts if that is cheaper" : "";
  return `${hours}${parts}. ${energy} at ${intensityWords(gramsPlanned / kwh)} instead of ${Math.round(gramsNow / kwh)}.`;
}

/** What the best start well apart from the planned one would cost, and which maxDelay would be too short for it. */
export function whatWouldChangeIt(row: WorkloadRow, candidates: readonly CandidateStart[]): string {
  const { releaseAt, gramsPlanned } = row;
  if (row.group !== "waiting") return "It has started; nothing changes it any more.";
  if (!releaseAt || gramsPlanned === null) return "A forecast would: then the best hour is known.";
  const inParts = row.rule?.strategy === "interruptible";
  const { ranMs = 0 } = row; // what it ran counts for its latest start
  const bound = `With a maxDelay under ${spanWords(+releaseAt - +row.submittedAt - ranMs)} it would ${ranMs > 0 ? "go on" : "start"} sooner.`;
  const [other] = candidates
    .filter(({ at }) => Math.abs(+at - +releaseAt) >= APART_MS)
    .toSorted((a, b) => a.grams - b.grams);
  if (!other || inParts) return bound; // the starts are those of a run without a break
  const gapMs = +other.at - +releaseAt;
  const more = other.grams - gramsPlanned;
  const start = `A start ${spanWords(Math.abs(gapMs))} ${gapMs > 0 ? "later" : "earlier"}`;
  return `${start} would emit ${gramsWords(more)} ${more < 0 ? "less" : "more"}. ${bound}`;
}

const DURATION_WORDS: Record<WorkloadDetail["duration"]["from"], string> = {
  annotation: "as its annotation says",
  history: "the median of what Jobs of the same owner took",
  policy: "as its policy expects of Jobs that do not say so themselves",
};

/** "It is taken to run for 1 h 20: the median of what Jobs of the same owner took." */
export const durationSentence = ({ ms, from }: WorkloadDetail["duration"]): string =>
  `It is taken to run for ${spanWords(ms)}${from === "history" ? ": " : ", "}${DURATION_WORDS[from]}.`;
