import { setTimeout as sleep } from "node:timers/promises";
import { createKubeClient, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import { DAY_MS, MINUTE_MS } from "#server/domain/clock.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import type { Api } from "../../e2e/support/api.ts";

export const ZONE = "BENCH";
export const CLUSTER = "bench";
export const NAMESPACE = "default";
const REPLAY_SHIFT_MS = 364 * DAY_MS;

/** A grid whose cheap minute comes every ten, so that a window opens within a test and not within a day. */
export function minuteGrid(now: Date): string {
  const first = Math.floor((+now - REPLAY_SHIFT_MS - 9 * DAY_MS) / MINUTE_MS);
  const minutes = 10 * 24 * 60;
  const rows = Array.from({ length: minutes }, (_, i) => {
    const at = new Date((first + i) * MINUTE_MS);
    const phase = (first + i) % 10;
    return `${at.toISOString()},${phase === 7 || phase === 8 ? 80 : 300 + 10 * phase}`;
  });
  return ["time,gCO2e/kWh", ...rows].join("\n");
}

/** Zone, cluster and policy, all through the product's own doors. */
export async function prepareFleet(api: Api): Promise<KubeClient> {
  await api.carbon.saveZone.mutate({
    zone: ZONE,
    name: "Bench",
    sources: [{ source: "replay", config: { csv: minuteGrid(new Date()), file: "minutes.csv" } }],
  });
  await api.cluster.create.mutate({ name: CLUSTER, zone: ZONE, size: "large" });
  await until(
    "the cluster is Ready",
    async () => (await api.cluster.get.query({ name: CLUSTER })).state === "ready",
  );
  await until("the zone has a forecast", async () =>
    Boolean((await api.carbon.zone.query({ zone: ZONE })).forecast),
  );
  const { yaml } = await api.cluster.kubeconfig.query({ name: CLUSTER });
  return createKubeClient(yaml);
}

export async function submit(kube: KubeClient, name: string, maxDelayMinutes: number): Promise<void> {
  await kube.json(`/apis/batch/v1/namespaces/${NAMESPACE}/jobs`, {
    method: "POST",
    body: {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: {
        name,
        annotations: {
          "carbon-aware.io/enabled": "true",
          "carbon-aware.io/duration": "1m",
          "carbon-aware.io/max-delay": `${maxDelayMinutes}m`,
        },
      },
      spec: {
        template: {
          metadata: { annotations: { "pod-complete.stage.kwok.x-k8s.io/delay": "5s" } },
          spec: {
            restartPolicy: "Never",
            containers: [{ name: "work", image: "busybox", resources: { requests: { cpu: "1" } } }],
          },
        },
      },
    },
    signal: AbortSignal.timeout(10_000),
  });
}

export const listJobs = async (kube: KubeClient): Promise<Job[]> =>
  (
    await kube.list<Job>(`/apis/batch/v1/namespaces/${NAMESPACE}/jobs`, {
      signal: AbortSignal.timeout(20_000),
    })
  ).items;

export async function until(what: string, holds: () => Promise<boolean>, mostMs = 120_000): Promise<void> {
  const deadline = Date.now() + mostMs;
  for (;;) {
    if (await holds().catch(() => false)) return;
    if (Date.now() > deadline) throw new Error(`After ${mostMs / 1_000} s it is not so that ${what}.`);
    await sleep(500);
  }
}
