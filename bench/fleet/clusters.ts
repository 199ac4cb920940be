import { STARTER_CLASS, starterClass } from "#server/domain/cluster/cluster-api/starter-class.ts";
import { applyAll, type Management } from "../../e2e/kubernetes/cluster-api/management.ts";
import type { Api } from "../../e2e/support/api.ts";
import { until } from "../kill/fleet.ts";
import { progress } from "../report.ts";

const NAMESPACE = "fleet";
const ZONE = "BENCH";
const POOL = "md-0";
const PACE = 0.2; // machines that pretend to start for half a second: the management API is loaded, not the clock
const WAVE = 5;
const WAVE_MS = 600_000;
/** What a change may take until the watch has told of it: Cluster API itself looks at an object once a second. */
const NOTICED_WITHIN_MS = 60_000;

export const nameAt = (index: number): string => `fleet-${String(index).padStart(3, "0")}`;

/** The management cluster as a person connects it, with a class whose machines come up at once. */
export async function connect(api: Api, management: Management): Promise<{ managementId: string }> {
  await applyAll(management.kube, [{ apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } }]);
  await applyAll(management.kube, starterClass(NAMESPACE, STARTER_CLASS, PACE));
  await api.carbon.saveZone.mutate({
    zone: ZONE,
    name: "Bench",
    sources: [{ source: "static", config: {} }],
  });
  const { id } = await api.management.connect.mutate({
    name: "home",
    kubeconfig: management.kubeconfig,
    confirmedServer: management.plane.server,
  });
  await until("the class is in order", async () => (await api.management.check.query({ id })).usable);
  return { managementId: id };
}

/** Every cluster, a few at a time, each until it is Ready: one control-plane machine, the rest workers. */
export async function createFleet(
  api: Api,
  managementId: string,
  { clusters, machines }: { clusters: number; machines: number },
): Promise<void> {
  const workers = machines - 1;
  await inWaves(clusters, async (names) => {
    for (const name of names) {
      await api.cluster.createFromClass.mutate({
        name,
        zone: ZONE,
        managementId,
        namespace: NAMESPACE,
        classRef: { name: STARTER_CLASS, namespace: NAMESPACE },
        controlPlaneReplicas: 1,
        kubernetesVersion: "v1.35.4",
        pools: [
          {
            name: POOL,
            role: "fallback",
            minNodes: workers,
            maxNodes: workers,
            machineClass: "default-worker",
          },
        ],
      });
    }
    await untilReady(api, names);
    progress(`${names.at(-1)} is Ready.`);
  });
}

/**
 * Each cluster gets a machine more, and gives it back. Of each it is asked whether a condition that turned was written into its log:
 * only a watch writes those. Gives the names of the clusters where none was.
 */
export async function changeAll(api: Api, { clusters, machines }: { clusters: number; machines: number }) {
  const lost: string[] = [];
  const workers = machines - 1;
  await inWaves(clusters, async (names) => {
    const before = new Map<string, number>();
    for (const name of names) before.set(name, await newestCondition(api, name));
    await scaleAll(api, names, workers + 1);
    for (const name of names) {
      const noticed = async () => (await newestCondition(api, name)) > (before.get(name) ?? 0);
      await until(`the change of ${name} is noticed`, noticed, NOTICED_WITHIN_MS).catch(() =>
        lost.push(name),
      );
    }
    await untilReady(api, names);
    await scaleAll(api, names, workers);
    await untilReady(api, names);
  });
  return lost;
}

async function scaleAll(api: Api, names: readonly string[], maxNodes: number): Promise<void> {
  for (const name of names) await api.cluster.scale.mutate({ name, pools: [{ name: POOL, maxNodes }] });
}

/** The id of the newest line that tells of a condition; 0 without any. */
async function newestCondition(api: Api, name: string): Promise<number> {
  const { log } = await api.cluster.get.query({ name });
  return Math.max(0, ...log.filter(({ event }) => event === "condition").map(({ id }) => id));
}

const untilReady = (api: Api, names: readonly string[]): Promise<void> =>
  until(
    `${names.join(", ")} are Ready`,
    async () => {
      const all = await api.cluster.list.query();
      return names.every((name) => all.find((each) => each.name === name)?.state === "ready");
    },
    WAVE_MS,
  );

async function inWaves(count: number, act: (names: string[]) => Promise<void>): Promise<void> {
  for (let from = 0; from < count; from += WAVE) {
    await act(Array.from({ length: Math.min(WAVE, count - from) }, (_, i) => nameAt(from + i)));
  }
}
