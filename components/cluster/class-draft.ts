import { ClassWish } from "#server/domain/cluster/cluster-api/class-wish.ts";
import type { ClusterClassView } from "#server/domain/cluster/cluster-api/management.ts";
import { readVariables } from "#server/domain/cluster/cluster-api/read-variables.ts";
import { newPool, poolsErrors, wishOfPool, type PoolDraft } from "./pool-draft.ts";

/** The form as it stands: what was typed, number or not. */
export interface ClassDraft {
  name: string;
  zone: string;
  namespace: string;
  kubernetesVersion: string;
  /** Empty: the class decides. */
  controlPlaneReplicas: string;
  podCidr: string;
  serviceCidr: string;
  pools: PoolDraft[];
  variables: Record<string, string>;
  installAgent: boolean;
  agentImage: string;
}
/** A sentence a field, by its path: "pools.0.name", "variables.diskGiB". */
export type DraftErrors = Record<string, string>;

/** Good defaults: the newest version, three machines for the control plane, one pool of two. */
export const draftOf = (
  chosen: ClusterClassView,
  { name, zone, agentImage }: { name: string; zone: string; agentImage: string },
): ClassDraft => ({
  name,
  zone,
  namespace: chosen.namespace,
  kubernetesVersion: chosen.versions.at(-1) ?? "",
  controlPlaneReplicas: "3",
  podCidr: "",
  serviceCidr: "",
  pools: [newPool(chosen, [])],
  variables: {},
  installAgent: true,
  agentImage,
});

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
    controlPlaneReplicas: draft.controlPlaneReplicas === "" ? null : numberOf(draft.controlPlaneReplicas),
    podCidr: draft.podCidr.trim() || undefined,
    serviceCidr: draft.serviceCidr.trim() || undefined,
    pools: draft.pools.map(wishOfPool),
    agentImage: draft.installAgent ? draft.agentImage.trim() : undefined,
  });
  const errors: DraftErrors = {};
  for (const { path, message } of parsed.error?.issues ?? []) errors[path.join(".")] ??= message;
  const { problems } = readVariables(chosen.variables, draft.variables);
  for (const [label, problem] of Object.entries(problems)) errors[`variables.${label}`] = problem;
  Object.assign(errors, poolsErrors(draft.pools));
  return { wish: Object.keys(errors).length === 0 ? parsed.data : undefined, errors };
}

/** What is no number stays text, so that the schema's own sentence refuses it. */
const numberOf = (text: string): unknown => (/^\s*\d+\s*$/.test(text) ? Number(text) : text);
