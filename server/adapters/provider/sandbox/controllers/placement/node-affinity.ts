import type { Node, NodeSelectorTerm, PodSpec, Toleration } from "#server/domain/kubernetes.ts";
import { meets } from "../../selector.ts";

type Requirement = NonNullable<NodeSelectorTerm["matchExpressions"]>[number];
type Taint = NonNullable<NonNullable<Node["spec"]>["taints"]>[number];
export interface NodeTraits {
  name: string;
  labels: Readonly<Record<string, string>>;
  taints: readonly Taint[];
}

const isMet = (value: string | undefined, { operator, values = [] }: Requirement): boolean =>
  meets(value, operator, values);

/** A term without any requirement matches nothing, as in Kubernetes. */
function matchesTerm(
  { name, labels }: NodeTraits,
  { matchExpressions = [], matchFields = [] }: NodeSelectorTerm,
): boolean {
  if (matchExpressions.length + matchFields.length === 0) return false;
  const fieldOf = (key: string): string | undefined => (key === "metadata.name" ? name : undefined);
  return (
    matchExpressions.every((requirement) => isMet(labels[requirement.key], requirement)) &&
    matchFields.every((requirement) => isMet(fieldOf(requirement.key), requirement))
  );
}

/** The node selector, and one of the required terms. */
export function matchesRequired(spec: PodSpec, node: NodeTraits): boolean {
  const selected = Object.entries(spec.nodeSelector ?? {}).every(
    ([key, value]) => node.labels[key] === value,
  );
  const terms =
    spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return selected && (!terms || terms.some((term) => matchesTerm(node, term)));
}

/** The sum of the weights of the preferred terms that the node meets. An empty preference is met by all. */
export function preference(spec: PodSpec, node: NodeTraits): number {
  const terms = spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return terms
    .filter(({ preference: term }) => isEmpty(term) || matchesTerm(node, term))
    .reduce((sum, { weight }) => sum + weight, 0);
}

const isEmpty = ({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm): boolean =>
  matchExpressions.length + matchFields.length === 0;

function tolerates({ key, operator = "Equal", value = "", effect }: Toleration, taint: Taint): boolean {
  if (effect && effect !== taint.effect) return false;
  if (!key) return operator === "Exists";
  return key === taint.key && (operator === "Exists" || value === (taint.value ?? ""));
}

/** The first taint that keeps the pod away. */
export const untolerated = ({ tolerations = [] }: PodSpec, { taints }: NodeTraits): Taint | undefined =>
  taints.find(
    ({ effect, ...taint }) =>
      effect !== "PreferNoSchedule" && !tolerations.some((each) => tolerates(each, { effect, ...taint })),
  );

/** How many taints would rather not have it. */
export const unwelcome = ({ tolerations = [] }: PodSpec, { taints }: NodeTraits): number =>
  taints.filter(
    (taint) => taint.effect === "PreferNoSchedule" && !tolerations.some((each) => tolerates(each, taint)),
  ).length;
