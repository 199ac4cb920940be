import type { PodTemplate } from "../kubernetes.ts";
import { countAt, fieldsAt, isFields, listAt, valueAt, type Fields } from "./fields.ts";
import { askedOf, GPU } from "./power.ts";

/** Pods of one template that run side by side. */
interface Ask {
  pods: number;
  containers: readonly unknown[];
}
export type AskReader = (spec: Fields) => readonly Ask[];

const containersOf = (template: unknown): readonly unknown[] => listAt(template, "spec", "containers");
/** Kubernetes' own default: one. */
const countOr1 = (root: unknown, ...path: string[]): number =>
  valueAt(root, path) === undefined ? 1 : countAt(root, ...path);
const container = (cpu: unknown, gpus?: unknown): Fields => ({
  resources: { requests: { ...(cpu !== undefined && { cpu }), ...(gpus !== undefined && { [GPU]: gpus }) } },
});

export const jobSetAsks: AskReader = (spec) =>
  listAt(spec, "replicatedJobs").map((job) => {
    const parallelism = countOr1(job, "template", "spec", "parallelism");
    const completions = valueAt(job, ["template", "spec", "completions"]);
    const side = typeof completions === "number" ? Math.min(parallelism, completions) : parallelism;
    return {
      pods: countOr1(job, "replicas") * Math.max(1, side),
      containers: containersOf(fieldsAt(job, "template", "spec", "template")),
    };
  });

export const rayClusterAsks: AskReader = (spec) => [
  { pods: 1, containers: containersOf(fieldsAt(spec, "headGroupSpec", "template")) },
  ...listAt(spec, "workerGroupSpecs").map((group) => ({
    pods: countOr1(group, "replicas") * Math.max(1, countOr1(group, "numOfHosts")),
    containers: containersOf(fieldsAt(group, "template")),
  })),
];

export const rayJobAsks: AskReader = (spec) => rayClusterAsks(fieldsAt(spec, "rayClusterSpec"));

export const sparkAsks: AskReader = (spec) =>
  ["driver", "executor"].map((role) => {
    const { coreRequest, cores, gpu } = fieldsAt(spec, role);
    return {
      pods: role === "executor" ? countOr1(spec, role, "instances") : 1,
      containers: [container(coreRequest ?? cores, valueAt(gpu, ["quantity"]))],
    };
  });

/** What its runtime adds is not known here: a trainer that names nothing counts as one vCPU. */
export const trainJobAsks: AskReader = (spec) => [
  {
    pods: countOr1(spec, "trainer", "numNodes"),
    containers: [{ resources: fieldsAt(spec, "trainer", "resourcesPerNode") }],
  },
];

/** Its steps run after one another or side by side, which nobody knows beforehand: the largest counts. */
export const workflowAsks: AskReader = (spec) => {
  const templates = listAt(spec, "templates").flatMap((template) => {
    const main = valueAt(template, ["container"]) ?? valueAt(template, ["script"]);
    const set = listAt(template, "containerSet", "containers");
    return isFields(main) ? [[main]] : set.length > 0 ? [set] : [];
  });
  const largest = templates.toSorted((a, b) => cpusOf(b) - cpusOf(a))[0];
  return [{ pods: 1, containers: largest ?? [container(undefined)] }];
};

const cpusOf = (containers: readonly unknown[]): number => askedOf(containers, "cpu", 1);

/** One template that asks for as much as all pods together. */
export function summedTemplate(asks: readonly Ask[]): PodTemplate {
  const sum = (resource: string, unasked: number) =>
    asks.reduce((all, { pods, containers }) => all + pods * askedOf(containers, resource, unasked), 0);
  const requests = { cpu: String(sum("cpu", 1)), [GPU]: String(sum(GPU, 0)) };
  return { spec: { containers: [{ name: "all", resources: { requests } }] } };
}
