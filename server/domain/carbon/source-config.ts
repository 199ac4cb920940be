import { z } from "zod";
import { MOST_CSV_CHARACTERS } from "./csv.ts";
import type { SignalKind } from "./intensity.ts";

const HalfHour = z
  .string()
  .regex(/^([01]\d|2[0-3]):(00|30)$/, { error: "Give a time on the half hour, such as 10:00." });

const grams = (name: string) =>
  z
    .number({ error: `Give the intensity ${name} as a number of g/kWh.` })
    .min(0, { error: `The intensity ${name} is from 0 to 3000 g/kWh.` })
    .max(3_000, { error: `The intensity ${name} is from 0 to 3000 g/kWh.` });

export const TimeZone = z
  .string()
  .refine(isTimeZone, { error: "Give a time zone such as Europe/Berlin or UTC." });

export const RecordedConfig = z.object({});
export const UkConfig = z.object({});

export const ReplayConfig = z.object({
  /** The file's name, for people. */
  file: z.string().max(120, { error: "A file's name has at most 120 characters." }).default("the CSV"),
  csv: z.string({ error: "Give the CSV's text." }).max(MOST_CSV_CHARACTERS, {
    error: "The file has more than 5 MB. Give a shorter range or a coarser step.",
  }),
});

export const StaticConfig = z
  .object({
    opensAt: HalfHour.default("10:00"),
    closesAt: HalfHour.default("16:00"),
    timeZone: TimeZone.default("UTC"),
    insideGramsPerKwh: grams("inside the window").default(100),
    outsideGramsPerKwh: grams("outside the window").default(400),
  })
  .refine(({ opensAt, closesAt }) => opensAt !== closesAt, {
    path: ["closesAt"],
    error: "The window opens and closes at the same time.",
  })
  .refine(({ insideGramsPerKwh: inside, outsideGramsPerKwh: outside }) => inside < outside, {
    path: ["insideGramsPerKwh"],
    error: "The intensity inside the window is below the one outside.",
  });
export type StaticConfig = z.infer<typeof StaticConfig>;

/** One line a source: what a zone says about where its numbers come from. */
export const SourceSetting = z.discriminatedUnion(
  "source",
  [
    z.object({ source: z.literal("recorded"), config: RecordedConfig.default({}) }),
    z.object({ source: z.literal("replay"), config: ReplayConfig }),
    z.object({ source: z.literal("static"), config: StaticConfig }),
    z.object({ source: z.literal("uk-carbon-intensity"), config: UkConfig.default({}) }),
  ],
  { error: "Choose one of the sources recorded, uk-carbon-intensity, replay and static." },
);
export type SourceSetting = z.infer<typeof SourceSetting>;
export type SourceName = SourceSetting["source"];

export const ZoneKey = z
  .string({ error: "Give the zone's key, such as DE or US-CAL-CISO." })
  .min(1, { error: "Give the zone's key, such as DE or US-CAL-CISO." })
  .max(64, { error: "A zone's key has at most 64 characters." })
  .regex(/^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$/, {
    error: "A zone's key has letters, digits, hyphens, dots and underscores, such as US-CAL-CISO.",
  });

export interface SourceTitle {
  name: SourceName;
  title: string;
  detail: string;
  keyless: boolean;
  signalKind: SignalKind;
}

export const SOURCES: readonly SourceTitle[] = [
  {
    name: "recorded",
    title: "Recorded grid",
    detail:
      "California (CISO) or the Mid-Atlantic (PJM), hourly, as measured in 2022 and replayed. Needs no network.",
    keyless: true,
    signalKind: "average",
  },
  {
    name: "uk-carbon-intensity",
    title: "UK Carbon Intensity",
    detail:
      "Great Britain, half-hourly, with its own forecast of 48 h. Live, without a key. By NESO, CC BY 4.0.",
    keyless: true,
    signalKind: "average",
  },
  {
    name: "replay",
    title: "Your CSV",
    detail: "A file of times and gCO2e/kWh, shifted to now by whole weeks. Up to 5 MB.",
    keyless: true,
    signalKind: "average",
  },
  {
    name: "static",
    title: "Green hours by the clock",
    detail: "The same hours every day are green. The grid is not measured.",
    keyless: true,
    signalKind: "average",
  },
];

/** What people read beside every number of a zone, from its stored setting. */
export function provenanceOf(source: string, config: Readonly<Record<string, unknown>>): string {
  const file = config["file"];
  switch (source) {
    case "recorded":
      return "recorded 2022, replayed";
    case "replay":
      return `${typeof file === "string" ? file : "a CSV"}, replayed`;
    case "static":
      return "set by the clock, not measured";
    case "uk-carbon-intensity":
      return "UK Carbon Intensity (NESO)";
    default:
      return source;
  }
}

export const signalKindOf = (source: string): SignalKind =>
  SOURCES.find(({ name }) => name === source)?.signalKind ?? "average";

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name }).format(0);
    return true;
  } catch {
    return false;
  }
}
