import { ClassWish } from "#server/domain/cluster/cluster-api/class-wish.ts";
import type { ClusterClassView } from "#server/domain/cluster/cluster-api/management.ts";
import type { PoolSpec } from "#server/domain/cluster/spec.ts";
import { readVariables } from "#server/domain/cluster/cluster-api/read-variables.ts";

export interface PoolDraft {
  name: string;
  machineClass: string;
  role: PoolSpec["role"];
  /** As typed. */
  machines: string;
}
/** The form as it stands: what was typed, number or not. */
export interface ClassDraft {
  name: string;
  zone: string;
  namespace: string;
  kubernetesVersion: string;
  controlPlaneReplicas: string;
  podCidr: string;
  serviceCidr: string;
  pools: PoolDraft[];
  variables: Record<string, string>;
}
/** A sentence a field, by its path: "pools.0.name", "variables.diskGiB". */
export type DraftErrors = Record<string, string>;

/** Good defaults: the newest version, three machines for the control plane, one pool of two. */
export const draftOf = (chosen: ClusterClassView, name: string, zone: string): ClassDraft => ({
  name,
  zone,
  namespace: chosen.namespace,
  kubernetesVersion: chosen.versions.at(-1) ?? "",
  controlPlaneReplicas: "3",
  podCidr: "",
  serviceCidr: "",
  pools: [newPool(chosen, [])],
  variables: {},
});

/** A second one is for green hours, unless there is one; the first is for everything. */
export function newPool({ workerClasses }: ClusterClassView, pools: readonly PoolDraft[]): PoolDraft {
  const names = new Set(pools.map(({ name }) => name));
  let index = 0;
  while (names.has(`md-${index}`)) index += 1;
  const role = pools.length > 0 && !pools.some((pool) => pool.role === "green") ? "green" : "fallback";
  return { name: `md-${index}`, machineClass: workerClasses[0] ?? "", role, machines: "2" };
}

/** What the draft comes to, or a sentence a field. */
export function readDraft(
  draft: ClassDraft,
  managementId: string,
  chosen: ClusterClassView,
): { wish: ClassWish | undefined; errors: DraftErrors } {
  const parsed = ClassWish.safeParse({
    ...draft,
    managementId,
    classRef: { name: chosen.name, namespace: chosen.namespace },
    controlPlaneReplicas: numberOf(draft.controlPlaneReplicas),
    podCidr: draft.podCidr.trim() || undefined,
    serviceCidr: draft.serviceCidr.trim() || undefined,
    pools: draft.pools.map(({ name, machineClass, role, machines }) => ({
      name,
      machineClass,
      role,
      minNodes: numberOf(machines),
      maxNodes: numberOf(machines),
    })),
  });
  const errors: DraftErrors = {};
  for (const { path, message } of parsed.error?.issues ?? []) errors[path.join(".")] ??= message;
  const { problems } = readVariables(chosen.variables, draft.variables);
  for (const [label, problem] of Object.entries(problems)) errors[`variables.${label}`] = problem;
  const names = draft.pools.map(({ name }) => name);
  for (const [index, name] of names.entries())
    if (names.indexOf(name) < index) errors[`pools.${index}.name`] = "Another pool has this name.";
  return { wish: Object.keys(errors).length === 0 ? parsed.data : undefined, errors };
}

/** What is no number stays text, so that the schema's own sentence refuses it. */
const numberOf = (text: string): unknown => (/^\s*\d+\s*$/.test(text) ? Number(text) : text);
