import { CarbonScoreSpec, SCORE_API_VERSION, SCORE_KIND, SCORE_PLURAL } from "#server/domain/carbon/score.ts";
import { CarbonPolicySpec, POLICY_KIND } from "#server/domain/policy/spec.ts";
import { structuralSchema, type StructuralSchema } from "./structural.ts";

const [GROUP = "", VERSION = ""] = SCORE_API_VERSION.split("/");
export const POLICY_PLURAL = "carbonawarepolicies";

const instant = { type: "string", format: "date-time" };
const CONDITIONS: StructuralSchema = {
  type: "array",
  "x-kubernetes-list-type": "map",
  "x-kubernetes-list-map-keys": ["type"],
  items: {
    type: "object",
    required: ["type", "status", "reason", "message", "lastTransitionTime"],
    properties: {
      type: { type: "string" },
      status: { type: "string", enum: ["True", "False", "Unknown"] },
      reason: { type: "string" },
      message: { type: "string" },
      observedGeneration: { type: "integer", format: "int64" },
      lastTransitionTime: instant,
    },
  },
};
const STATUS: StructuralSchema = {
  type: "object",
  properties: { observedGeneration: { type: "integer", format: "int64" }, conditions: CONDITIONS },
};

interface Column {
  name: string;
  type: string;
  jsonPath: string;
  description?: string;
  /** 1: with `-o wide` only. */
  priority?: number;
}
const AGE: Column = { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" };

function crd(
  names: { kind: string; plural: string; singular: string; shortNames: string[] },
  scope: "Namespaced" | "Cluster",
  spec: StructuralSchema,
  columns: Column[],
) {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${names.plural}.${GROUP}` },
    spec: {
      group: GROUP,
      scope,
      names: { ...names, listKind: `${names.kind}List`, categories: ["carbon-aware"] },
      versions: [
        {
          name: VERSION,
          served: true,
          storage: true,
          subresources: { status: {} },
          additionalPrinterColumns: columns,
          schema: {
            openAPIV3Schema: { type: "object", required: ["spec"], properties: { spec, status: STATUS } },
          },
        },
      ],
    },
  };
}

export const policyCrd = () =>
  crd(
    { kind: POLICY_KIND, plural: POLICY_PLURAL, singular: "carbonawarepolicy", shortNames: ["cap"] },
    "Namespaced",
    {
      ...structuralSchema(CarbonPolicySpec),
      "x-kubernetes-validations": [
        {
          rule: "!has(self.strategy) || self.strategy != 'threshold' || has(self.maxIntensity)",
          message: "The strategy threshold needs maxIntensity, in gCO2eq/kWh.",
        },
        {
          rule: "!has(self.greenFrom) || !has(self.greenUntil) || self.greenFrom != self.greenUntil",
          message: "The green hours begin and end at the same time.",
        },
      ],
    },
    [
      { name: "Strategy", type: "string", jsonPath: ".spec.strategy" },
      { name: "Max delay", type: "string", jsonPath: ".spec.maxDelay" },
      { name: "Limit", type: "number", jsonPath: ".spec.maxIntensity", description: "gCO2eq/kWh" },
      { name: "Mode", type: "string", jsonPath: ".spec.mode", priority: 1 },
      { name: "Zone", type: "string", jsonPath: ".spec.zone", priority: 1 },
      { name: "Enabled", type: "boolean", jsonPath: ".spec.enabled" },
      { name: "Dry run", type: "boolean", jsonPath: ".spec.dryRun" },
      AGE,
    ],
  );

export const scoreCrd = () =>
  crd(
    { kind: SCORE_KIND, plural: SCORE_PLURAL, singular: "carbonscore", shortNames: ["score"] },
    "Cluster",
    structuralSchema(CarbonScoreSpec),
    [
      { name: "Zone", type: "string", jsonPath: ".spec.zone" },
      {
        name: "Intensity",
        type: "number",
        jsonPath: ".spec.latest.gramsPerKwh[0]",
        description: "gCO2eq/kWh, the newest reading",
      },
      { name: "Read", type: "date", jsonPath: ".spec.latest.startsAt" },
      { name: "Foreseen", type: "date", jsonPath: ".spec.forecast.generatedAt" },
      { name: "Signal", type: "string", jsonPath: ".spec.signal", priority: 1 },
      { name: "Source", type: "string", jsonPath: ".spec.provenance" },
      AGE,
    ],
  );
