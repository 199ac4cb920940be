import { MINUTE_MS } from "../clock.ts";

const NBSP = "\u00A0";
const KILO = 1_000;

/** "24 mg", "412 g", "1.34 kg", "12.4 kg"; never negative. A little is not said to be nothing. */
export function gramsWords(grams: number): string {
  const size = Math.abs(grams);
  const milli = Math.round(size * KILO);
  if (milli > 0 && milli < KILO / 2) return `${milli}${NBSP}mg`;
  if (size < KILO - 0.5) return `${Math.round(size)}${NBSP}g`;
  return `${(size / KILO).toFixed(size < 9_950 ? 2 : 1)}${NBSP}kg`;
}

/** "480 W", "1.5 kW", "2.4 MW". */
export function wattsWords(watts: number): string {
  if (watts < 999.5) return `${Math.round(watts)}${NBSP}W`;
  const [value, unit] = watts < 999_500 ? [watts / KILO, "kW"] : [watts / KILO ** 2, "MW"];
  return `${Number(value.toPrecision(3))}${NBSP}${unit}`;
}

export const percentWords = (percent: number): string => `${Math.round(Math.abs(percent))}${NBSP}%`;

/** "48 min", "4 h 48". */
export function spanWords(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / MINUTE_MS));
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return `${minutes}${NBSP}min`;
  const rest = minutes % 60;
  return `${hours}${NBSP}h${rest ? `${NBSP}${String(rest).padStart(2, "0")}` : ""}`;
}

export const intensityWords = (gramsPerKwh: number): string => `${Math.round(gramsPerKwh)}${NBSP}g/kWh`;

/** "13:30 UTC", for what has no reader's zone: Events, logs. */
export const utcTime = (at: Date): string => `${at.toISOString().slice(11, 16)}${NBSP}UTC`;

/** "the 30th percentile", "the 1st percentile". */
export function percentileWords(percentile: number): string {
  const last = percentile % 10;
  const teen = Math.floor(percentile / 10) % 10 === 1;
  const ending = teen ? "th" : ({ 1: "st", 2: "nd", 3: "rd" }[last] ?? "th");
  return `the ${percentile}${ending} percentile`;
}
