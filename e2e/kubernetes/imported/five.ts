import { expect } from "@playwright/test";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { ANNOTATION } from "#server/domain/job/annotations.ts";
import { outcomeOf } from "#server/domain/job/facts.ts";
import type { Job, KubeObject, Node, Pod } from "#server/domain/kubernetes.ts";

const JOBS = "/apis/batch/v1/namespaces/default/jobs";
const CRON_JOBS = "/apis/batch/v1/namespaces/default/cronjobs";
const CLAIMS = "/apis/karpenter.sh/v1/nodeclaims";

export const AWARE = { [ANNOTATION.enabled]: "true", [ANNOTATION.duration]: "1m" };

/** Preferring a pool is no more than that: where there is room on another's node, the scheduler takes it. So a large pod. */
const LARGE = "6";
export const SMALL = "500m";

const podTemplate = (cpu: string) => ({
  metadata: { annotations: { "pod-complete.stage.kwok.x-k8s.io/delay": "5s" } },
  spec: {
    restartPolicy: "Never",
    containers: [{ name: "work", image: "busybox:1.36", resources: { requests: { cpu, memory: "1Gi" } } }],
  },
});

/** Jobs in the namespace default, through the API alone, as kubectl would. */
export function handsOn(kube: KubeClient) {
  const read = (name: string) => kube.json<Job>(`${JOBS}/${name}`);
  const hands = {
    read,
    submit: (name: string, annotations: Record<string, string> = {}, cpu = LARGE) =>
      kube.json<Job>(JOBS, {
        method: "POST",
        body: { metadata: { name, annotations }, spec: { template: podTemplate(cpu) } },
      }),
    said: async (name: string, output: "state" | "reason") =>
      (await read(name)).metadata.annotations?.[ANNOTATION[output]],
    async finished(name: string, timeout = 90_000): Promise<Job> {
      await expect.poll(async () => outcomeOf(await read(name)), { timeout, message: name }).toBe("complete");
      return read(name);
    },
    /** The pool whose node its pod was bound to; the node must have been made by Karpenter. */
    async poolOf(name: string): Promise<string | undefined> {
      const query = { labelSelector: `job-name=${name}` };
      const { items: pods } = await kube.list<Pod>("/api/v1/namespaces/default/pods", { query });
      const nodeName = pods[0]?.spec.nodeName;
      const { items: claims } = await kube.list<KubeObject & { status?: { nodeName?: string } }>(CLAIMS);
      const claim = claims.find(({ status }) => status?.nodeName === nodeName);
      expect(claim, `Karpenter made ${nodeName}, on which ${name} ran`).toBeDefined();
      const node = await kube.json<Node>(`/api/v1/nodes/${nodeName}`);
      return node.metadata.labels?.["karpenter.sh/nodepool"];
    },
    createCronJob: (name: string) =>
      kube.json<KubeObject>(CRON_JOBS, {
        method: "POST",
        body: {
          metadata: { name },
          spec: {
            schedule: "* * * * *",
            concurrencyPolicy: "Forbid",
            jobTemplate: { metadata: { annotations: AWARE }, spec: { template: podTemplate(LARGE) } },
          },
        },
      }),
    cronJob: (name: string) => kube.json<KubeObject>(`${CRON_JOBS}/${name}`),
    removeCronJob: (name: string) =>
      kube.json(`${CRON_JOBS}/${name}`, { method: "DELETE", query: { propagationPolicy: "Background" } }),
    /** The first Job that a CronJob made. */
    async firstOf(cronJob: string): Promise<Job> {
      let first: Job | undefined;
      const look = async () => {
        const { items } = await kube.list<Job>(JOBS);
        first = items.find(({ metadata }) => metadata.ownerReferences?.[0]?.name === cronJob);
        return first !== undefined;
      };
      await expect.poll(look, { timeout: 90_000, message: `a Job of ${cronJob}` }).toBe(true);
      if (!first) throw new Error("It was there a moment ago.");
      return first;
    },
  };
  return hands;
}
export type Hands = ReturnType<typeof handsOn>;
