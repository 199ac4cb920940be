import { z } from "zod";
import type { ClusterClassView } from "#server/domain/cluster/cluster-api/management.ts";
import { REGION_ANNOTATION } from "#server/domain/cluster/cluster-api/region-field.ts";
import { ClassVariable } from "#server/domain/cluster/cluster-api/variable-fields.ts";
import { compareVersions } from "#server/domain/cluster/cluster-api/version.ts";
import type { Access } from "../kube-access.ts";
import { missingTemplate } from "./missing-template.ts";

const Definition = ClassVariable.omit({ name: true }).extend({ from: z.string().optional() });
const ClusterClass = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string(),
    generation: z.int().default(0),
    deletionTimestamp: z.string().optional(),
    annotations: z.record(z.string(), z.string()).default({}),
  }),
  spec: z.looseObject({
    kubernetesVersions: z.array(z.string()).default([]),
    workers: z
      .looseObject({ machineDeployments: z.array(z.looseObject({ class: z.string() })).default([]) })
      .prefault({}),
    variables: z.array(ClassVariable).default([]),
    infrastructure: z
      .looseObject({ templateRef: z.looseObject({ kind: z.string().optional() }).prefault({}) })
      .prefault({}),
  }),
  status: z
    .looseObject({
      observedGeneration: z.int().optional(),
      conditions: z
        .array(z.looseObject({ type: z.string(), status: z.string(), message: z.string().default("") }))
        .default([]),
      /** With those that a runtime extension brings. */
      variables: z
        .array(z.looseObject({ name: z.string(), definitions: z.array(Definition).default([]) }))
        .optional(),
    })
    .prefault({}),
});
type ClusterClass = z.infer<typeof ClusterClass>;

/** Every ClusterClass that the credentials may see; one that cannot be read is left out of what is offered, and says why. */
export async function listClasses(access: Access): Promise<ClusterClassView[]> {
  const { client, signal } = access;
  const { items } = await client.list("/apis/cluster.x-k8s.io/v1beta2/clusterclasses", { signal });
  return Promise.all(items.map((item) => viewOf(access, ClusterClass.parse(item))));
}

async function viewOf(access: Access, object: ClusterClass): Promise<ClusterClassView> {
  const { metadata, spec } = object;
  return {
    name: metadata.name,
    namespace: metadata.namespace,
    versions: spec.kubernetesVersions.toSorted(compareVersions),
    workerClasses: spec.workers.machineDeployments.map((each) => each.class),
    variables: variablesOf(object),
    infrastructure: spec.infrastructure.templateRef.kind,
    regionVariable: metadata.annotations[REGION_ANNOTATION],
    problem: problemOf(object) ?? (await lackOf(access, object)),
  };
}

function variablesOf({ spec, status }: ClusterClass): ClassVariable[] {
  if (!status.variables) return spec.variables;
  return status.variables.flatMap(({ name, definitions: [first] }) => (first ? [{ ...first, name }] : []));
}

/** Only one that Cluster API has not taken up is looked through. */
async function lackOf(access: Access, { metadata, spec, status }: ClusterClass): Promise<string | null> {
  if ((status.observedGeneration ?? 0) >= metadata.generation) return null;
  return (await missingTemplate(access, { namespace: metadata.namespace, spec })) ?? null;
}

const MUST_HOLD: readonly string[] = ["VariablesReady", "RefVersionsUpToDate"];

function problemOf({ metadata, status }: ClusterClass): string | null {
  if (metadata.deletionTimestamp !== undefined) return "It is being deleted.";
  const broken = status.conditions.find(({ type, status: is }) => MUST_HOLD.includes(type) && is === "False");
  return broken ? broken.message || `${broken.type} is False.` : null;
}
