import { setTimeout as sleep } from "node:timers/promises";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { CORE, NAMESPACE, NODE } from "./world.ts";

type Post = (path: string, body: object) => Promise<KubeObject>;
const BATCH = `/apis/batch/v1/namespaces/${NAMESPACE}`;
const container = { name: "main", image: "busybox" };
const template = { spec: { restartPolicy: "Never", containers: [container] } };

/** A CronJob that makes no Job by itself. */
export const postNightly = (post: Post): Promise<KubeObject> =>
  post(`${BATCH}/cronjobs`, {
    metadata: { name: "nightly" },
    spec: { schedule: "0 0 1 1 *", suspend: true, jobTemplate: { spec: { template } } },
  });

/** Two Jobs of it and one of somebody else's, each with a pod, one after the other. */
export async function postJobsOf(post: Post, { metadata: { uid } }: KubeObject): Promise<void> {
  const owner = { apiVersion: "batch/v1", kind: "CronJob", name: "nightly", uid };
  for (const [name, ownerReferences] of [
    ["nightly-1", [owner]],
    ["somebody-else", []],
    ["nightly-2", [owner]],
  ] as const) {
    await post(`${BATCH}/jobs`, { metadata: { name, ownerReferences }, spec: { suspend: true, template } });
    await post(`${CORE}/pods`, {
      metadata: { name: `${name}-a`, labels: { "job-name": name } },
      spec: { nodeName: NODE, containers: [container] },
    });
    await sleep(1_100); // Kubernetes keeps the age of an object in whole seconds
  }
}
