import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { POLICIES_PATH, SCORES_PATH } from "#server/adapters/kubernetes/cluster-view.ts";
import { scoreNameOf } from "#server/domain/carbon/score.ts";
import { formatDuration } from "#server/domain/duration.ts";
import { ANNOTATION } from "#server/domain/job/annotations.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import { POLICY_API_VERSION, POLICY_KIND } from "#server/domain/policy/spec.ts";
import { addNode, createNamespace, removeAll, templateOf } from "../program/cluster.ts";
import type { TraceJob, TracePolicy } from "./trace-jobs.ts";

const NODES_PER_POOL = 8;

export const nameOf = (policy: TracePolicy, job: TraceJob): string => `${policy.name}-${job.index}`;
export const jobsPath = (namespace: string): string => `/apis/batch/v1/namespaces/${namespace}/jobs`;

/** As it was submitted: its own length and CPUs. On a node without machines behind it each runs for a second. */
export const jobOf = (policy: TracePolicy, job: TraceJob): object => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: {
    name: nameOf(policy, job),
    annotations: {
      [ANNOTATION.enabled]: "true",
      [ANNOTATION.policy]: policy.name,
      [ANNOTATION.duration]: formatDuration(job.lengthMs),
    },
  },
  spec: {
    template: templateOf({
      containers: [{ name: "main", image: "busybox", resources: { requests: { cpu: String(job.cpus) } } }],
    }),
  },
});

/** A namespace with the policies of a trace, and nodes of both pools. Resolves to what takes all of it away again. */
export async function prepareTrace(
  kube: KubeClient,
  { namespace, zone, policies }: { namespace: string; zone: string; policies: readonly TracePolicy[] },
): Promise<() => Promise<void>> {
  await createNamespace(kube, namespace);
  for (const { name, spec } of policies) {
    const path = POLICIES_PATH.replace("/carbonaware", `/namespaces/${namespace}/carbonaware`);
    const object = {
      apiVersion: POLICY_API_VERSION,
      kind: POLICY_KIND,
      metadata: { name, namespace },
      spec: { ...spec, zone },
    };
    await kube.apply(`${path}/${name}`, object, { fieldManager: "trace", force: true });
  }
  const taint = { key: "carbon-aware.io/pool", value: "green", effect: "NoSchedule" };
  const nodes = Array.from({ length: NODES_PER_POOL }, (_, n) => `${namespace}-${n}`);
  for (const node of nodes) {
    await addNode(kube, `${node}-green`, "green", [taint]);
    await addNode(kube, `${node}-fallback`, "fallback", []);
  }
  const made = nodes.flatMap((node) => [`/api/v1/nodes/${node}-green`, `/api/v1/nodes/${node}-fallback`]);
  return () =>
    removeAll(kube, [`/api/v1/namespaces/${namespace}`, ...made, `${SCORES_PATH}/${scoreNameOf(zone)}`]);
}

/** The Jobs of a namespace as Kubernetes has them, followed by a watch of its own. */
export function mirrorJobs(kube: KubeClient, namespace: string, signal: AbortSignal) {
  const jobs = new Map<string, Job>();
  const followed = kube.listWatch<Job>(jobsPath(namespace), {
    signal,
    onList: (all) => all.forEach((job) => jobs.set(job.metadata.uid ?? "", job)),
    onEvent: (type, job) => {
      if (type === "DELETED") jobs.delete(job.metadata.uid ?? "");
      else jobs.set(job.metadata.uid ?? "", job);
    },
  });
  return { jobs: jobs as ReadonlyMap<string, Job>, followed };
}
