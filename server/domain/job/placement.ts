import type { NodeAffinity, NodeSelectorTerm, PodSpec, Toleration } from "../kubernetes.ts";
import type { EffectivePolicy } from "../policy/resolve.ts";
import { POOL_LABEL } from "./annotations.ts";
import type { Decision } from "./decision.ts";

/** Keeps other work off a pool; its value is the pool's role, whatever the pool is called. */
export const POOL_TAINT = "carbon-aware.io/pool";
/** What a node says of its pool: Karpenter its name; machines that Karpenter did not make, as those of Cluster API, our own label. */
const POOL_KEYS = [POOL_LABEL, POOL_TAINT] as const;
/** Karpenter leaves a node alone while such a pod runs on it. */
export const DO_NOT_DISRUPT = "karpenter.sh/do-not-disrupt";

/** What of a pod's spec says where it may go. */
export type Scheduling = Pick<PodSpec, "tolerations" | "affinity" | "nodeSelector">;

export interface Placement {
  role: "green" | "fallback";
  pool: string;
  /** Nowhere else. */
  required: boolean;
}

/**
 * Where a Job goes that is let go: the green pool, or the fallback pool once its latest start came. Only the grid makes the green
 * pool a must; a Job that runs because something is missing or a person wishes may go elsewhere too.
 */
export function placementOf(
  decision: Decision,
  policy: Pick<EffectivePolicy, "mode" | "greenPool" | "fallbackPool">,
): Placement {
  if (decision.kind === "fallback") return { role: "fallback", pool: policy.fallbackPool, required: false };
  const byGrid = decision.reason === "WindowOpen" || decision.reason === "UnderLimit";
  return { role: "green", pool: policy.greenPool, required: policy.mode === "require" && byGrid };
}

/** The parts of the pod spec that placement writes, with all that the person had in them. */
export function placedPodSpec(
  spec: Scheduling,
  { role, pool, required }: Placement,
): Omit<Scheduling, "nodeSelector"> {
  const tolerations = withToleration(spec.tolerations ?? [], role);
  // A person who chose a pool has chosen: a second one beside it would fit no node.
  if (choosesPool(spec)) return { tolerations, ...(spec.affinity && { affinity: spec.affinity }) };
  const terms = POOL_KEYS.map((key): NodeSelectorTerm => ({
    matchExpressions: [{ key, operator: "In", values: [pool] }],
  }));
  const nodeAffinity = spec.affinity?.nodeAffinity ?? {};
  return {
    tolerations,
    affinity: {
      ...spec.affinity,
      nodeAffinity: required ? requiring(nodeAffinity, terms) : preferring(nodeAffinity, terms),
    },
  };
}

function withToleration(tolerations: readonly Toleration[], role: string): Toleration[] {
  const own: Toleration = { key: POOL_TAINT, operator: "Equal", value: role, effect: "NoSchedule" };
  const there = tolerations.some((toleration) => toleration.key === own.key && toleration.value === role);
  return there ? [...tolerations] : [...tolerations, own];
}

/** Terms are alternatives, so the pool is asked for in each, by either label. */
function requiring(affinity: NodeAffinity, pools: readonly NodeSelectorTerm[]): NodeAffinity {
  const terms = affinity.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const alternatives = terms.length > 0 ? terms : [{}];
  return {
    ...affinity,
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: alternatives.flatMap((one: NodeSelectorTerm) =>
        pools.map((pool) => ({
          ...one,
          matchExpressions: [...(one.matchExpressions ?? []), ...(pool.matchExpressions ?? [])],
        })),
      ),
    },
  };
}

const preferring = (affinity: NodeAffinity, pools: readonly NodeSelectorTerm[]): NodeAffinity => ({
  ...affinity,
  preferredDuringSchedulingIgnoredDuringExecution: [
    ...(affinity.preferredDuringSchedulingIgnoredDuringExecution ?? []),
    ...pools.map((preference) => ({ weight: 100, preference })),
  ],
});

export function choosesPool(spec: Scheduling): boolean {
  const terms =
    spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const named = terms.some((term) =>
    (term.matchExpressions ?? []).some(({ key }) => POOL_KEYS.some((each) => each === key)),
  );
  return named || POOL_KEYS.some((key) => spec.nodeSelector?.[key] !== undefined);
}
