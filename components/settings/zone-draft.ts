import { z } from "zod";
import { SourceSetting, ZoneKey, type SourceName } from "#server/domain/carbon/source-config.ts";

/** What the form holds, whichever source is chosen: changing one's mind loses nothing typed. */
export interface ZoneDraft {
  zone: string;
  name: string;
  source: SourceName;
  csv: { file: string; text: string } | null;
  clock: { opensAt: string; closesAt: string; timeZone: string; inside: string; outside: string };
}

/** Sources that know their zones; the others take any. */
export const FIXED_ZONES: Partial<Record<SourceName, readonly { zone: string; name: string }[]>> = {
  recorded: [
    { zone: "US-CAL-CISO", name: "California" },
    { zone: "US-MIDA-PJM", name: "Mid-Atlantic" },
  ],
  "uk-carbon-intensity": [{ zone: "GB", name: "Great Britain" }],
};

const Named = z.object({
  zone: ZoneKey,
  name: z
    .string()
    .trim()
    .min(1, { error: "Give the zone a name for people, such as Germany." })
    .max(80, { error: "A zone's name has at most 80 characters." }),
});
const ZoneSetting = Named.and(SourceSetting);
export type ZoneSetting = z.infer<typeof ZoneSetting>;

export function emptyDraft(timeZone: string): ZoneDraft {
  return {
    ...(FIXED_ZONES.recorded?.[0] ?? { zone: "", name: "" }),
    source: "recorded",
    csv: null,
    clock: { opensAt: "10:00", closesAt: "16:00", timeZone, inside: "100", outside: "400" },
  };
}

/** Another source; one that knows its zones names the first. A zone that exists keeps its key. */
export function withSource(draft: ZoneDraft, source: SourceName, existing: boolean): ZoneDraft {
  const fixed = FIXED_ZONES[source];
  if (existing) return { ...draft, source };
  if (fixed) return { ...draft, source, ...(fixed.find(({ zone }) => zone === draft.zone) ?? fixed[0]) };
  const wasFixed = FIXED_ZONES[draft.source] !== undefined;
  return { ...draft, source, ...(wasFixed ? { zone: "", name: "" } : {}) };
}

export type Checked = { ok: true; setting: ZoneSetting } | { ok: false; errors: Record<string, string> };

/** The setting as the API takes it, or a sentence for each field: "zone", "name", "csv", "opensAt", ... */
export function checkDraft(draft: ZoneDraft): Checked {
  const { zone, name, source } = draft;
  const parsed = ZoneSetting.safeParse({ zone: zone.trim(), name, source, config: configOf(draft) });
  if (parsed.success) return { ok: true, setting: parsed.data };
  return {
    ok: false,
    errors: errorsOf(parsed.error.issues.map(({ path, message }) => [path.join("."), message])),
  };
}

/** The last part of each path is the field's name in this form. The first sentence of a field stands. */
export function errorsOf(
  issues: readonly (readonly [path: string, message: string])[],
): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const [path, message] of issues) errors[path.split(".").at(-1) ?? ""] ??= message;
  return errors;
}

function configOf({ source, csv, clock }: ZoneDraft): Record<string, unknown> {
  if (source === "replay") return csv ? { file: csv.file.slice(0, 120), csv: csv.text } : {};
  if (source !== "static") return {};
  return {
    opensAt: clock.opensAt,
    closesAt: clock.closesAt,
    timeZone: clock.timeZone,
    insideGramsPerKwh: numberOf(clock.inside),
    outsideGramsPerKwh: numberOf(clock.outside),
  };
}

const numberOf = (text: string) => (text.trim() === "" ? Number.NaN : Number(text.replace(",", ".")));
