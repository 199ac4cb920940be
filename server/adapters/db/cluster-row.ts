import { z } from "zod";
import type { ClusterRow, Observed } from "#server/domain/cluster/row.ts";
import { ClusterLabels } from "#server/domain/cluster/labels.ts";
import type { Condition } from "#server/domain/conditions.ts";
import { ClusterSpec, ProviderName } from "#server/domain/cluster/spec.ts";
import type { StepEvent } from "#server/domain/cluster/view.ts";
import type { Cluster, ClusterStep, Prisma } from "./generated/client.ts";

const ConditionRow = z.object({
  type: z.string(),
  status: z.enum(["True", "False", "Unknown"]),
  reason: z.string(),
  message: z.string(),
  command: z.string().optional(),
  observedGeneration: z.number(),
  lastTransitionTime: z.coerce.date(),
});
const ObservedRow = z.object({
  at: z.coerce.date(),
  reachable: z.boolean(),
  version: z.string().nullable(),
  workersVersion: z.string().nullish(),
  nodesReady: z.number(),
  nodesWanted: z.number(),
  message: z.string().nullable(),
  server: z.string().nullable(),
  waitingJobs: z.number().nullable(),
  clusterUid: z.string().nullish(),
}) satisfies z.ZodType<Observed>;

const Operation = z.enum(["create", "scale", "delete"]);
const Event = z.enum(["started", "succeeded", "failed", "waiting"]);

export const conditionsOf = (column: unknown): Condition[] => z.array(ConditionRow).catch([]).parse(column);

/** JSON columns are parsed here, once; a column that an older version wrote otherwise is as if it were not there. */
export function rowOf(row: Cluster): ClusterRow {
  const observed = ObservedRow.safeParse(row.observed);
  return {
    id: row.id,
    name: row.name,
    provider: ProviderName.parse(row.provider),
    zone: row.zone,
    spec: ClusterSpec.parse(row.spec),
    generation: row.generation,
    observedGeneration: row.observedGeneration,
    deletionRequestedAt: row.deletionRequestedAt,
    abandonedSteps: row.abandonedSteps,
    carbonPaused: row.carbonPaused,
    labels: ClusterLabels.catch({}).parse(row.labels),
    carbonDryRun: row.carbonDryRun,
    reviewedAt: row.reviewedAt,
    reviewedBy: row.reviewedBy,
    conditions: conditionsOf(row.conditions),
    observed: observed.success ? observed.data : null,
    createdBy: row.createdBy,
    createdAt: row.createdAt,
  };
}

export const eventOf = (row: ClusterStep): StepEvent => ({
  ...stepFieldsOf(row),
  event: Event.parse(row.event),
});

export const stepFieldsOf = ({ id, at, operation, step, attempt, message, code }: ClusterStep) => ({
  id,
  at,
  operation: Operation.parse(operation),
  step,
  attempt,
  message,
  code,
});

/** Dates become their ISO text on the way in. */
export const toJson = (value: object): Prisma.InputJsonValue =>
  JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue;
