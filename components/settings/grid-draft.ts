import {
  signalKindOf,
  sourceTitleOf,
  ZoneKey,
  type SourceName,
} from "#server/domain/carbon/source-config.ts";
import type { ZoneSource } from "#server/domain/carbon/speaker.ts";
import type { WeatherPlace } from "#server/domain/carbon/weather-place.ts";
import { SaveZone, ZoneEntry, ZoneTitle } from "#server/domain/carbon/zone-save.ts";
import { checkPlace, NO_PLACE, placeOf, type PlaceDraft } from "./place-draft.ts";
import {
  emptyEntry,
  errorsOf,
  formOf,
  FIXED_ZONES,
  SUGGESTED_ZONES,
  type EntryDraft,
} from "./entry-draft.ts";

/** A grid as the dialog holds it. */
export interface GridDraft {
  zone: string;
  name: string;
  entries: EntryDraft[];
  /** Where its weather is read, as typed; both empty: nowhere. */
  place: PlaceDraft;
  /** The key of the entry whose form is open. */
  open: string | undefined;
  /** Counts up, so that every entry has a key of its own. */
  made: number;
}

export function newGrid(timeZone: string): GridDraft {
  const entry = emptyEntry("new-0", timeZone);
  return {
    zone: "",
    name: "",
    ...FIXED_ZONES.recorded?.[0],
    entries: [entry],
    place: NO_PLACE,
    open: entry.key,
    made: 1,
  };
}

/** A grid that is asked for by its key, by the recorded series where that has it, else by a source that has most grids. */
export function newGridOf(zone: string, timeZone: string): GridDraft {
  const draft = newGrid(timeZone);
  const recorded = FIXED_ZONES.recorded?.find((each) => each.zone === zone);
  if (recorded) return { ...draft, ...recorded };
  const entries = draft.entries.map((entry) => ({ ...entry, source: "electricity-maps" as const }));
  return { ...draft, zone, name: zone, entries };
}

/** What is in force: every entry stays until it is changed. */
export const gridOf = ({
  zone,
  name,
  sources,
  weather,
}: {
  zone: string;
  name: string;
  sources: readonly ZoneSource[];
  weather: WeatherPlace | null;
}): GridDraft => ({
  zone,
  name,
  entries: sources.map((kept) => ({
    ...emptyEntry(kept.id, "UTC"),
    source: kept.source as SourceName,
    kept,
  })),
  place: placeOf(weather),
  open: undefined,
  made: 0,
});

export function withNewEntry(draft: GridDraft, timeZone: string): GridDraft {
  const entry = { ...emptyEntry(`new-${draft.made}`, timeZone), source: "energy-charts" as const };
  return { ...draft, entries: [...draft.entries, entry], open: entry.key, made: draft.made + 1 };
}

export const withoutEntry = (draft: GridDraft, key: string): GridDraft => ({
  ...draft,
  entries: draft.entries.filter((entry) => entry.key !== key),
  open: draft.open === key ? undefined : draft.open,
});

/** `by` -1 goes before its neighbour, 1 behind. At the ends nothing moves. */
export function moved(draft: GridDraft, key: string, by: -1 | 1): GridDraft {
  const from = draft.entries.findIndex((entry) => entry.key === key);
  const to = from + by;
  if (from < 0 || to < 0 || to >= draft.entries.length) return draft;
  const entries = [...draft.entries];
  const [entry] = entries.splice(from, 1);
  if (!entry) return draft;
  entries.splice(to, 0, entry);
  return { ...draft, entries };
}

/** Another source for an entry. In a new grid the first one, where it knows its zones, names the grid too. */
export function withSource(draft: GridDraft, key: string, source: SourceName, fixedKey: boolean): GridDraft {
  const before = draft.entries.find((entry) => entry.key === key);
  const changed = withEntry(draft, key, { source, accountId: "" });
  if (fixedKey || draft.entries[0]?.key !== key) return changed;
  const fixed = FIXED_ZONES[source];
  if (fixed) return { ...changed, ...(fixed.find(({ zone }) => zone === draft.zone) ?? fixed[0]) };
  const suggested = SUGGESTED_ZONES[source];
  if (suggested) return { ...changed, ...suggested };
  const wasNamed = before && (FIXED_ZONES[before.source] ?? SUGGESTED_ZONES[before.source]);
  return wasNamed ? { ...changed, zone: "", name: "" } : changed;
}

export const withEntry = (draft: GridDraft, key: string, part: Partial<EntryDraft>): GridDraft => ({
  ...draft,
  entries: draft.entries.map((entry) => (entry.key === key ? { ...entry, ...part } : entry)),
});

/** Opens the form of an entry, filled with what is in force. */
export function opened(draft: GridDraft, key: string, timeZone: string): GridDraft {
  const entry = draft.entries.find((each) => each.key === key);
  const part = entry?.kept ? formOf(entry.kept, timeZone) : {};
  return { ...withEntry(draft, key, part), open: key };
}

/** Back to what is in force, or no form open any more. */
export const closed = (draft: GridDraft): GridDraft => ({ ...draft, open: undefined });
export function keptAsItWas(draft: GridDraft, key: string): GridDraft {
  const was = draft.entries.find((entry) => entry.key === key)?.was;
  return was
    ? {
        ...withEntry(draft, key, { source: was.source as SourceName, kept: was, was: undefined }),
        open: undefined,
      }
    : draft;
}

export type Checked =
  | { ok: true; grid: SaveZone }
  | {
      ok: false;
      /** "zone", "name", "sources", "latitude" and "longitude"; each entry's own stand under its key. */
      errors: Record<string, string>;
      entries: Record<string, Record<string, string>>;
    };

/** The grid as the API takes it, or a sentence for each field. */
export function checkGrid(draft: GridDraft): Checked {
  const errors: Record<string, string> = {};
  const entries: Record<string, Record<string, string>> = {};
  const zone = ZoneKey.safeParse(draft.zone.trim());
  const name = ZoneTitle.safeParse(draft.name);
  if (!zone.success) errors["zone"] = firstOf(zone.error.issues);
  if (!name.success) errors["name"] = firstOf(name.error.issues);
  const sources = draft.entries.flatMap((entry) => {
    const checked = checkEntry(entry);
    if (checked.ok) return [checked.entry];
    entries[entry.key] = checked.errors;
    return [];
  });
  const place = checkPlace(draft.place);
  if (!place.ok) Object.assign(errors, place.errors);
  if (!place.ok || Object.keys(errors).length > 0 || sources.length < draft.entries.length)
    return { ok: false, errors, entries };
  const grid = SaveZone.safeParse({ zone: zone.data, name: name.data, sources, weather: place.weather });
  if (grid.success) return { ok: true, grid: grid.data };
  return { ok: false, errors: { sources: firstOf(grid.error.issues) }, entries };
}

/** One entry as the API takes it, or a sentence for each of its fields. */
export function checkEntry(
  entry: EntryDraft,
): { ok: true; entry: ZoneEntry } | { ok: false; errors: Record<string, string> } {
  if (entry.kept) return { ok: true, entry: { source: "kept", id: entry.kept.id } };
  const title = sourceTitleOf(entry.source);
  const needsAccount = title?.secrets.some(({ required }) => required) === true && entry.accountId === "";
  const parsed = ZoneEntry.safeParse({
    source: entry.source,
    config: configOf(entry),
    accountId: entry.accountId === "" ? null : entry.accountId,
  });
  const errors = parsed.success
    ? {}
    : errorsOf(parsed.error.issues.map(({ path, message }) => [path.join("."), message]));
  if (needsAccount) errors["accountId"] = `${title.title} asks for a key. Choose an account, or add one.`;
  return parsed.success && !needsAccount ? { ok: true, entry: parsed.data } : { ok: false, errors };
}

/** Why an entry cannot stand beside the first one: average and marginal are never one series. */
export function mixtureOf(draft: GridDraft): string | undefined {
  const [first, ...others] = draft.entries.map((entry) => ({
    title: sourceTitleOf(entry.source)?.title ?? entry.source,
    kind: signalKindOf(entry.source, entry.kept?.config ?? configOf(entry)),
  }));
  const other = others.find(({ kind }) => kind !== first?.kind);
  if (!first || !other) return undefined;
  return `${first.title} gives ${first.kind} intensities, ${other.title} ${other.kind} ones. They are never one series: add another grid for ${other.title}.`;
}

function configOf({ source, fields, csv, clock }: EntryDraft): Record<string, unknown> {
  if (source === "replay") return csv ? { file: csv.file.slice(0, 120), csv: csv.text } : {};
  if (source === "static")
    return {
      opensAt: clock.opensAt,
      closesAt: clock.closesAt,
      timeZone: clock.timeZone,
      insideGramsPerKwh: numberOf(clock.inside),
      outsideGramsPerKwh: numberOf(clock.outside),
    };
  const known = sourceTitleOf(source)?.fields ?? [];
  return Object.fromEntries(
    known.flatMap(({ key, required }) => {
      const value = fields[key]?.trim() ?? "";
      return value === "" && !required ? [] : [[key, value === "" ? undefined : value]];
    }),
  );
}

const numberOf = (text: string) => (text.trim() === "" ? Number.NaN : Number(text.replace(",", ".")));
const firstOf = (issues: readonly { message: string }[]) => issues[0]?.message ?? "This cannot be saved.";
