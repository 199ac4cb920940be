import { MOST_ZONES, type Range, RANGES } from "#server/domain/carbon/range.ts";

/** What a page shows is in its address, so that a link shows the same. A value that is none is named, not obeyed. */
export interface ZoneSearch {
  range: Range;
  /** What had been forecast, under what was measured. */
  overlay: boolean;
  note: string | null;
}

type Params = Pick<URLSearchParams, "get">;

const SORTS = ["now", "window"] as const;
export type ZoneSort = (typeof SORTS)[number];

function oneOf<T extends string>(
  known: readonly T[],
  asked: string | null,
  usual: T,
): { value: T; unknown: boolean } {
  const found = known.find((each) => each === asked);
  return { value: found ?? usual, unknown: asked !== null && found === undefined };
}

const listed = (known: readonly string[]) => `${known.slice(0, -1).join(", ")} and ${known.at(-1) ?? ""}`;

/** Three days show what had been forecast unless told not to; a longer look only when told to. */
export function parseZoneSearch(params: Params): ZoneSearch {
  const range = oneOf(RANGES, params.get("range"), "3d");
  const usual = range.value === "3d" ? "forecast" : "none";
  const overlay = oneOf(["forecast", "none"], params.get("overlay"), usual);
  const notes = [
    range.unknown && `There is no range ${params.get("range")}: there are ${listed(RANGES)}.`,
    overlay.unknown && `There is no overlay ${params.get("overlay")}: there are forecast and none.`,
  ];
  return {
    range: range.value,
    overlay: overlay.value === "forecast",
    note: notes.filter(Boolean).join(" ") || null,
  };
}

/** The address of a choice; what is usual is left out. */
export function zoneQuery({
  range,
  overlay,
}: Pick<ZoneSearch, "range" | "overlay">): Record<string, string | null> {
  const usual = range === "3d";
  return {
    range: usual ? null : range,
    overlay: overlay === usual ? null : overlay ? "forecast" : "none",
  };
}

export interface ListSearch {
  sort: ZoneSort;
  /** Chosen to be compared, at most six. */
  chosen: string[];
  note: string | null;
}

export function parseListSearch(params: Params): ListSearch {
  const sort = oneOf(SORTS, params.get("sort"), "now");
  return {
    sort: sort.value,
    chosen: zonesIn(params.get("zones")).slice(0, MOST_ZONES),
    note: sort.unknown ? `Zones are not sorted by ${params.get("sort")}: there are ${listed(SORTS)}.` : null,
  };
}

export interface CompareSearch {
  zones: string[];
  range: Range;
  note: string | null;
}

/** Against the zones there are. Unknown ones are named; of more than six the first six are drawn. */
export function parseCompareSearch(params: Params, known: readonly string[]): CompareSearch {
  const range = oneOf(RANGES, params.get("range"), "week");
  const asked = zonesIn(params.get("zones"));
  const unknown = asked.filter((zone) => !known.includes(zone));
  const found = asked.filter((zone) => known.includes(zone));
  const notes = [
    range.unknown && `There is no range ${params.get("range")}: there are ${listed(RANGES)}.`,
    unknown.length > 0 && `No zone is called ${unknown.join(" or ")}.`,
    found.length > MOST_ZONES &&
      `Six zones at most fit one axis: ${found.slice(MOST_ZONES).join(", ")} left out.`,
  ];
  return {
    zones: found.slice(0, MOST_ZONES),
    range: range.value,
    note: notes.filter(Boolean).join(" ") || null,
  };
}

const zonesIn = (text: string | null): string[] => [
  ...new Set(
    (text ?? "")
      .split(",")
      .map((zone) => zone.trim())
      .filter(Boolean),
  ),
];

/** An address with some parameters changed; null takes one away. Commas and slashes stay readable. */
export function withQuery(pathname: string, search: string, change: Record<string, string | null>): string {
  const params = new URLSearchParams(search);
  for (const [key, value] of Object.entries(change)) {
    if (value === null || value === "") params.delete(key);
    else params.set(key, value);
  }
  const query = params.toString().replaceAll("%2C", ",");
  return query ? `${pathname}?${query}` : pathname;
}

export const comparePath = (zones: readonly string[]): string =>
  withQuery("/carbon/compare", "", { zones: zones.join(",") });
