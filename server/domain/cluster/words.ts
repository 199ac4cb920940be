import { HOUR_MS, MINUTE_MS } from "../clock.ts";

/** "24 s", "6 min", "4 h 48", "3 d 2 h"; number and unit do not part at a line's end. */
export function spanOf(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return `${seconds}\u00a0s`;
  const minutes = Math.round(ms / MINUTE_MS);
  if (minutes < 60) return `${minutes}\u00a0min`;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours < 48)
    return rest === 0 ? `${hours}\u00a0h` : `${hours}\u00a0h\u00a0${String(rest).padStart(2, "0")}`;
  const days = Math.floor((minutes * MINUTE_MS) / (24 * HOUR_MS));
  return `${days}\u00a0d`;
}

/** "1 node", "3 nodes". */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count}\u00a0${count === 1 ? one : many}`;

/** A message ends as a sentence does. */
export const asSentence = (text: string): string =>
  /[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`;

/** The first line of a message that may be a list, without its bullet: the rest of it has a place of its own. */
export const firstLine = (message: string): string =>
  (message.trim().split("\n")[0] ?? "").replace(/^[*-]\s+/, "").replace(/:$/, "");
