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

interface Suggested {
  name: string;
  zone: string;
  agentImage: string;
}

/** Good defaults: the newest version, three machines for the control plane, one pool of two. */
export const draftOf = (chosen: ClusterClassView, { name, zone, agentImage }: Suggested): ClassDraft => ({
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

/** What a person typed so far, whatever the class; a class's own variables by that class, so that each finds its own again. */
export interface TypedDraft {
  fields: Partial<Omit<ClassDraft, "variables">>;
  variables: Readonly<Record<string, Record<string, string>>>;
}
export const NOTHING_TYPED: TypedDraft = { fields: {}, variables: {} };
export const hasTyped = ({ fields, variables }: TypedDraft): boolean =>
  Object.keys(fields).length > 0 || Object.keys(variables).length > 0;

/** A change, kept; `of` names the class that it was typed under. */
export const withTyped = (
  { fields, variables }: TypedDraft,
  of: string,
  { variables: own, ...rest }: Partial<ClassDraft>,
): TypedDraft => ({
  fields: { ...fields, ...rest },
  variables: own ? { ...variables, [of]: own } : variables,
});

/** What was typed, over the defaults of a class. What this class does not have gives way to what it has. */
export function draftOn(
  chosen: ClusterClassView,
  suggested: Suggested,
  { fields, variables }: TypedDraft,
  of: string,
): ClassDraft {
  const own = draftOf(chosen, suggested);
  const { kubernetesVersion: version, pools } = fields;
  const { versions, workerClasses } = chosen;
  const taken = version !== undefined && (versions.length === 0 || versions.includes(version));
  return {
    ...own,
    ...fields,
    kubernetesVersion: taken ? version : own.kubernetesVersion,
    pools: pools?.map((pool) => onOneOf(workerClasses, pool)) ?? own.pools,
    variables: variables[of] ?? {},
  };
}

const onOneOf = (workerClasses: readonly string[], pool: PoolDraft): PoolDraft =>
  workerClasses.includes(pool.machineClass) ? pool : { ...pool, machineClass: workerClasses[0] ?? "" };

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
