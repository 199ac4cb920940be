import { z } from "zod";
import { parseDuration } from "#server/domain/duration.ts";
import { CarbonPolicySpec, KubernetesName } from "#server/domain/policy/spec.ts";
import type { PolicyView } from "#server/domain/policy/view.ts";
import { changedFields, type SpecField } from "./yaml.prepare.ts";

/** What the editor edits: the very spec of API, CRD and admission, and where it holds. */
export const PolicyForm = z.object({
  name: KubernetesName,
  spec: CarbonPolicySpec,
  clusterIds: z.array(z.string()),
  namespaces: z.array(KubernetesName).max(50, { error: "At most 50 namespaces." }),
  /** What the draft was begun on; null for a new policy. */
  generation: z.number().nullable(),
});
export type PolicyForm = z.infer<typeof PolicyForm>;
export type PolicyFormInput = z.input<typeof PolicyForm>;

export const EMPTY_POLICY: PolicyForm = {
  name: "",
  spec: CarbonPolicySpec.parse({}),
  clusterIds: [],
  namespaces: [],
  generation: null,
};

export const formOf = ({ name, spec, clusterIds, namespaces, generation }: PolicyView): PolicyForm => ({
  name,
  spec,
  clusterIds,
  namespaces,
  generation,
});

const sameSet = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((item) => b.includes(item));

/** What the draft changes: fields of the spec, and where it holds. */
export function changesOf(
  draft: PolicyForm,
  inForce: PolicyForm,
): (SpecField | "clusterIds" | "namespaces" | "name")[] {
  const places = (["clusterIds", "namespaces"] as const).filter((key) => !sameSet(draft[key], inForce[key]));
  return [
    ...(draft.name === inForce.name ? [] : (["name"] as const)),
    ...changedFields(draft.spec, inForce.spec),
    ...places,
  ];
}

/** Whole and half hours of "90m", for a slider; NaN for what is no duration. */
export const hoursOf = (text: string): number => (parseDuration(text) ?? Number.NaN) / 3_600_000;

/** 8 is "8h", 1.5 is "90m"; what is negative or too long is left for the schema to refuse. */
export const durationOf = (hours: number): string =>
  Number.isInteger(hours) ? `${hours}h` : `${Math.round(hours * 60)}m`;

/** "training, climate" as names; the schema says which of them is none. */
export const namespacesOf = (text: string): string[] => [
  ...new Set(text.split(/[\s,]+/).filter((name) => name !== "")),
];
