import { z } from "zod";
import { MOST_CSV_CHARACTERS } from "./csv.ts";

/** The settings of the sources that need no network. */

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

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name }).format(0);
    return true;
  } catch {
    return false;
  }
}
