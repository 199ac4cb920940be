import type { NodeAffinity, NodeSelectorTerm, PodSpec, Toleration } from "../kubernetes.ts";
import type { EffectivePolicy } from "../policy/resolve.ts";
import { POOL_LABEL } from "./annotations.ts";
import type { Decision } from "./decision.ts";

/** Keeps other work off a pool; its value is the pool's role, whatever the pool is called. */
export const POOL_TAINT = "carbon-aware.io/pool";
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
  const term: NodeSelectorTerm = { matchExpressions: [{ key: POOL_LABEL, operator: "In", values: [pool] }] };
  const nodeAffinity = spec.affinity?.nodeAffinity ?? {};
  return {
    tolerations,
    affinity: {
      ...spec.affinity,
      nodeAffinity: required ? requiring(nodeAffinity, term) : preferring(nodeAffinity, term),
    },
  };
}

function withToleration(tolerations: readonly Toleration[], role: string): Toleration[] {
  const own: Toleration = { key: POOL_TAINT, operator: "Equal", value: role, effect: "NoSchedule" };
  const there = tolerations.some((toleration) => toleration.key === own.key && toleration.value === role);
  return there ? [...tolerations] : [...tolerations, own];
}

/** Terms are alternatives, so the pool is asked for in each. */
function requiring(affinity: NodeAffinity, term: NodeSelectorTerm): NodeAffinity {
  const terms = affinity.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const alternatives = terms.length > 0 ? terms : [{}];
  return {
    ...affinity,
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: alternatives.map((one: NodeSelectorTerm) => ({
        ...one,
        matchExpressions: [...(one.matchExpressions ?? []), ...(term.matchExpressions ?? [])],
      })),
    },
  };
}

const preferring = (affinity: NodeAffinity, preference: NodeSelectorTerm): NodeAffinity => ({
  ...affinity,
  preferredDuringSchedulingIgnoredDuringExecution: [
    ...(affinity.preferredDuringSchedulingIgnoredDuringExecution ?? []),
    { weight: 100, preference },
  ],
});

export function choosesPool(spec: Scheduling): boolean {
  const terms =
    spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const named = terms.some((term) =>
    (term.matchExpressions ?? []).some((expression) => expression.key === POOL_LABEL),
  );
  return named || spec.nodeSelector?.[POOL_LABEL] !== undefined;
}
