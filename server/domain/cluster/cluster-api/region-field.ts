import { CLOUD_REGIONS } from "../../carbon/cloud-regions.ts";
import type { ClusterClassView } from "./management.ts";
import { variableFields, type VariableField } from "./variable-fields.ts";

/** On a ClusterClass: which of its variables says where its machines stand, as "region" or "network.location". */
export const REGION_ANNOTATION = "carbon-aware.io/region-variable";

export interface RegionField {
  /** As the form keys what is typed: "region", "network.location". */
  label: string;
  /** Typed freely, or one of the class's own list. */
  free: boolean;
  /** The class's own value where nobody chooses; empty where it has none. */
  initial: string;
  /** What can be chosen, or what is known of its provider: a suggestion then. */
  regions: readonly string[];
  /** Whose regions they are; undefined where the class lists its own, or its provider is not known. */
  provider: string | undefined;
}

/** The variable of a class that says where, by its annotation or its name; undefined where it has none. */
export function regionFieldOf(chosen: ClusterClassView): RegionField | undefined {
  const field = fieldOf(chosen);
  if (!field) return undefined;
  const own = field.kind === "choice" ? field.choices : examplesOf(chosen, field);
  const provider = own.length > 0 ? undefined : providerOf(chosen.infrastructure);
  const known = CLOUD_REGIONS.filter((row) => row.provider === provider).map(({ region }) => region);
  return {
    label: field.label,
    free: field.kind === "text",
    initial: field.initial,
    regions: own.length > 0 ? [...new Set(own)] : known,
    provider: known.length > 0 ? provider : undefined,
  };
}

function fieldOf(chosen: ClusterClassView): VariableField | undefined {
  const fields = variableFields(chosen.variables).filter(
    (field) => field.kind === "text" || (field.kind === "choice" && !field.numeric),
  );
  if (chosen.regionVariable !== undefined) return fields.find(({ label }) => label === chosen.regionVariable);
  const named = fields.flatMap((field) => {
    const rank = rankOf(field.path.at(-1) ?? "");
    return rank === undefined ? [] : [{ field, rank }];
  });
  return named.toSorted((a, b) => a.rank - b.rank)[0]?.field;
}

const NAMES: readonly RegExp[] = [
  /region$/,
  /location$/,
  /(^|availability|failuredomain|topology)zone$|^failuredomain$|^datacenter$/,
];

/** The lower, the surer: a zone may be one of a network or of a clock, so it must be called no more than that. */
function rankOf(name: string): number | undefined {
  const plain = name.toLowerCase().replace(/[^a-z]/g, "");
  const rank = NAMES.findIndex((pattern) => pattern.test(plain));
  return rank === -1 ? undefined : rank;
}

function examplesOf({ variables }: ClusterClassView, { path: [name, ...rest] }: VariableField): string[] {
  let schema = variables.find((variable) => variable.name === name)?.schema.openAPIV3Schema;
  for (const part of rest) schema = schema?.properties?.[part];
  const example = schema?.example;
  const all: readonly unknown[] = Array.isArray(example) ? example : [example];
  return all.filter((each): each is string => typeof each === "string" && each !== "");
}

/** Whose machines a class is for, by the kind of its infrastructure: "AWSClusterTemplate", "HetznerClusterTemplate". */
const PROVIDERS: readonly [RegExp, string][] = [
  [/^AWS/, "AWS"],
  [/^Azure/, "Azure"],
  [/^GCP/, "Google Cloud"],
  [/^(Hetzner|HCloud)/, "Hetzner"],
  [/^DO[CM]/, "DigitalOcean"],
  [/^Scaleway/, "Scaleway"],
  [/^OVH/, "OVHcloud"],
];
const providerOf = (kind: string | undefined): string | undefined =>
  kind === undefined ? undefined : PROVIDERS.find(([pattern]) => pattern.test(kind))?.[1];
