import { DAY_MS } from "#server/domain/clock.ts";

/** In ms, from seconds or a date; at most a day. A date counts from the sender's own clock, so that ours may be wrong. */
export function retryAfterOf(headers: Headers): number | undefined {
  const value = headers.get("retry-after")?.trim();
  if (!value) return undefined;
  if (/^\d{1,9}$/.test(value)) return Math.min(Number(value) * 1_000, DAY_MS);
  const at = Date.parse(value);
  if (Number.isNaN(at)) return undefined;
  const sentAt = Date.parse(headers.get("date") ?? "");
  return Math.min(Math.max(0, at - (Number.isNaN(sentAt) ? Date.now() : sentAt)), DAY_MS);
}
