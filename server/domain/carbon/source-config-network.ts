import { z } from "zod";

/** The settings of the sources that are asked over the network. Public: keys and passwords are kept apart, as secrets. */

/** A form leaves a field empty where a person says nothing. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" || value === null ? undefined : value), schema.optional());

/** NESO's region ids, which are its distribution areas and the three nations. */
export const UK_REGIONS: readonly string[] = [
  "North Scotland",
  "South Scotland",
  "North West England",
  "North East England",
  "Yorkshire",
  "North Wales and Merseyside",
  "South Wales",
  "West Midlands",
  "East Midlands",
  "East England",
  "South West England",
  "South England",
  "London",
  "South East England",
  "England",
  "Scotland",
  "Wales",
];

const REGION = "Choose one of the 17 regions, or none for all of Great Britain.";
export const UkConfig = z.object({
  /** 1 to 17; absent: Great Britain as a whole. */
  regionId: optional(
    z.coerce
      .number({ error: REGION })
      .int({ error: REGION })
      .min(1, { error: REGION })
      .max(17, { error: REGION }),
  ),
});
export type UkConfig = z.infer<typeof UkConfig>;

export const ElectricityMapsConfig = z.object({
  /** Electricity Maps' own key, where the zone has another one here. */
  providerZone: optional(
    z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,6}){0,3}$/, {
      error: "Give the zone as Electricity Maps writes it, such as DE or US-CAL-CISO.",
    }),
  ),
  emissionFactorType: z
    .enum(["lifecycle", "direct"], { error: "Choose lifecycle or direct." })
    .default("lifecycle"),
});
export type ElectricityMapsConfig = z.infer<typeof ElectricityMapsConfig>;

export const WattTimeConfig = z.object({
  region: z.string({ error: "Give the region, such as CAISO_NORTH." }).regex(/^[A-Z0-9][A-Z0-9_]{0,39}$/, {
    error: "Give the region as WattTime writes it, such as CAISO_NORTH.",
  }),
});
export type WattTimeConfig = z.infer<typeof WattTimeConfig>;

export const EnergyChartsConfig = z.object({
  country: z
    .string({ error: "Give the country, such as de." })
    .regex(/^[a-z]{2}$/, { error: "Give the country as two small letters, such as de." }),
});
export type EnergyChartsConfig = z.infer<typeof EnergyChartsConfig>;

export const EnerginetConfig = z.object({
  priceArea: z.enum(["DK1", "DK2"], { error: "Choose DK1 (west of the Great Belt) or DK2 (east of it)." }),
});
export type EnerginetConfig = z.infer<typeof EnerginetConfig>;

export const EiaConfig = z.object({
  respondent: z.string({ error: "Give the balancing authority, such as CISO." }).regex(/^[A-Z0-9]{2,5}$/, {
    error: "Give the balancing authority as EIA writes it, such as CISO or PJM.",
  }),
});
export type EiaConfig = z.infer<typeof EiaConfig>;

export const EntsoeConfig = z.object({
  area: z
    .string({ error: "Give the area's EIC code, such as 10Y1001A1001A82H." })
    .regex(/^\d{2}[A-Z][0-9A-Z-]{13}$/, {
      error:
        "Give the area's EIC code of 16 characters, such as 10Y1001A1001A82H for Germany and Luxembourg.",
    }),
});
export type EntsoeConfig = z.infer<typeof EntsoeConfig>;

export const CarbonAwareSdkConfig = z.object({
  baseUrl: z
    .string({ error: "Give the address of the WebAPI, such as http://carbon-aware-sdk.default.svc." })
    .max(300, { error: "An address has at most 300 characters." })
    .refine(isPlainAddress, {
      error:
        "Give the address of the WebAPI with http or https, without a password, a query or a link-local host.",
    }),
  location: z
    .string({ error: "Give the location, such as westeurope." })
    .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, {
      error: "Give the location as the WebAPI lists it, such as westeurope.",
    }),
  /** What the WebAPI itself reads: WattTime is marginal, Electricity Maps average. Its answer does not say. */
  signalKind: z
    .enum(["average", "marginal"], { error: "Choose average or marginal, as its data source has it." })
    .default("average"),
});
export type CarbonAwareSdkConfig = z.infer<typeof CarbonAwareSdkConfig>;

export const HttpSignalConfig = z.object({
  url: z
    .string({ error: "Give the address of the signal, such as http://signal.default.svc:8787/." })
    .max(300, { error: "An address has at most 300 characters." })
    .refine((text) => isPlainAddress(text.replace(/\?[^#]*$/, "")), {
      error: "Give the address of the signal with http or https, without a password or a link-local host.",
    }),
  /** Its answer says too: the two must agree. */
  signalKind: z.enum(["average", "marginal"], { error: "Choose average or marginal." }).default("average"),
});
export type HttpSignalConfig = z.infer<typeof HttpSignalConfig>;

/** 169.254.0.0/16 holds the metadata services of clouds, which answer anyone on the machine with its credentials. */
function isPlainAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash, hostname } = new URL(text);
  if (protocol !== "http:" && protocol !== "https:") return false;
  if (username || password || search || hash) return false;
  return (
    !hostname.startsWith("169.254.") &&
    !hostname.startsWith("[fe80:") &&
    !hostname.startsWith("[::ffff:a9fe:")
  );
}
