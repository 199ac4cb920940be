import { sourceTitleOf, type SourceName } from "#server/domain/carbon/source-config.ts";
import type { ZoneSource } from "#server/domain/carbon/speaker.ts";

/** What an entry's form holds, whichever source is chosen: changing one's mind loses nothing typed. */
export interface EntryDraft {
  key: string;
  source: SourceName;
  /** In force and unchanged; its form is not filled. */
  kept: ZoneSource | undefined;
  /** What it was before its form was opened: it can be kept after all. */
  was: ZoneSource | undefined;
  /** By the keys of the source's fields, as typed. */
  fields: Record<string, string>;
  csv: { file: string; text: string } | null;
  clock: { opensAt: string; closesAt: string; timeZone: string; inside: string; outside: string };
  /** Empty: without a key. */
  accountId: string;
}

/** Sources that know their zones; the others take any. */
export const FIXED_ZONES: Partial<Record<SourceName, readonly { zone: string; name: string }[]>> = {
  recorded: [
    { zone: "US-CAL-CISO", name: "California" },
    { zone: "US-MIDA-PJM", name: "Mid-Atlantic" },
  ],
};

/** What a grid may be called by, where the source has one. */
export const SUGGESTED_ZONES: Partial<Record<SourceName, { zone: string; name: string }>> = {
  "uk-carbon-intensity": { zone: "GB", name: "Great Britain" },
};

export const emptyEntry = (key: string, timeZone: string): EntryDraft => ({
  key,
  source: "recorded",
  kept: undefined,
  was: undefined,
  fields: {},
  csv: null,
  clock: { opensAt: "10:00", closesAt: "16:00", timeZone, inside: "100", outside: "400" },
  accountId: "",
});

/** The form of an entry in force. Its file is not sent back: another one is chosen. */
export function formOf(was: ZoneSource, timeZone: string): Partial<EntryDraft> {
  const { source, config, account } = was;
  const text = (key: string, otherwise = "") => {
    const value = config[key];
    return typeof value === "string" || typeof value === "number" ? String(value) : otherwise;
  };
  const fields = sourceTitleOf(source)?.fields ?? [];
  return {
    kept: undefined,
    was,
    accountId: account?.id ?? "",
    fields: Object.fromEntries(fields.map(({ key }) => [key, text(key)])),
    clock: {
      opensAt: text("opensAt", "10:00"),
      closesAt: text("closesAt", "16:00"),
      timeZone: text("timeZone", timeZone),
      inside: text("insideGramsPerKwh", "100"),
      outside: text("outsideGramsPerKwh", "400"),
    },
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
