export const TIME_ZONE_COOKIE = "karbon-time-zone";

/** What the browser said at an earlier visit; UTC where that is no zone, or at the first one. */
export function timeZoneFrom(cookie: string | undefined): string {
  if (!cookie) return "UTC";
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone: cookie }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}

/** "CEST, UTC+2" of a zone at an instant; the offset alone where the zone has no letters of its own. */
export function timeZoneWords(at: Date, timeZone: string): string {
  const nameOf = (timeZoneName: "short" | "shortOffset") =>
    new Intl.DateTimeFormat("en-GB", { timeZone, timeZoneName })
      .formatToParts(at)
      .find(({ type }) => type === "timeZoneName")?.value ?? "UTC";
  const name = nameOf("short");
  const offset = nameOf("shortOffset")
    .replace(/^(GMT|UTC)$/, "UTC+0")
    .replace("GMT", "UTC");
  if (name === "UTC") return "UTC";
  return /^(GMT|UTC)[+-]/.test(name) ? offset : `${name}, ${offset}`;
}
