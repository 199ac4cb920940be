import { DAY_MS, HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";
import { parseDuration } from "#server/domain/duration.ts";
import { percentileWords } from "#server/domain/job/words.ts";
import type { CarbonPolicySpec } from "#server/domain/policy/spec.ts";

const NBSP = "\u00a0";

/** A duration of a policy for people: "45 min", "8 h", "1 h 30", "2 days". */
export function durationWords(text: string): string {
  const ms = parseDuration(text);
  if (ms === undefined) return text;
  if (ms >= 2 * DAY_MS && ms % DAY_MS === 0) return `${ms / DAY_MS}${NBSP}days`;
  if (ms < HOUR_MS) return `${Math.round(ms / MINUTE_MS)}${NBSP}min`;
  const minutes = Math.round((ms % HOUR_MS) / MINUTE_MS);
  const hours = `${Math.floor(ms / HOUR_MS)}${NBSP}h`;
  return minutes ? `${hours}${NBSP}${String(minutes).padStart(2, "0")}` : hours;
}

/** What a policy does to a Job, in one sentence. */
export function ruleSentence(spec: CarbonPolicySpec): string {
  if (!spec.enabled) return "Switched off: every Job starts at once.";
  if (parseDuration(spec.maxDelay) === 0) return "Waits for nothing: every Job starts at once.";
  const atMost = `after ${durationWords(spec.maxDelay)} at the latest`;
  const limit = spec.maxIntensity === undefined ? undefined : `${spec.maxIntensity}${NBSP}g/kWh`;
  const atOnce = limit ? ` At or under ${limit} it starts at once.` : "";
  switch (spec.strategy) {
    case "threshold":
      return `Starts as soon as the grid is at or under ${limit ?? "its limit"}, ${atMost}.`;
    case "percentile":
      return `Starts as soon as the grid is at or under ${percentileWords(spec.percentile)} of ${OF[spec.percentileOf]}, ${atMost}.${atOnce}`;
    case "static":
      return `Starts between ${spec.greenFrom} and ${spec.greenUntil} (${spec.timeZone}), ${atMost}.${atOnce}`;
    case "interruptible":
      return `${waits(spec, "the cheapest hours")} It runs at least ${durationWords(spec.minimumChunk)} between pauses.${atOnce}`;
    case "best-window":
      return `${waits(spec, "the cheapest stretch")}${atOnce}`;
  }
}

const OF = { "trailing-week": "the week before", forecast: "the forecast" } as const;

function waits({ maxDelay, minSavingPercent }: CarbonPolicySpec, what: string): string {
  const least = minSavingPercent > 0 ? `, if that saves ${minSavingPercent}${NBSP}% or more` : "";
  return `Waits up to ${durationWords(maxDelay)} for ${what}${least}.`;
}
