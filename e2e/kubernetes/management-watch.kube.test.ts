import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "#server/adapters/clock.ts";
import type { NewConditionLine } from "#server/adapters/db/condition-line.ts";
import type { ManagementRow } from "#server/adapters/db/management-cluster.ts";
import { createLogger } from "#server/adapters/log.ts";
import { clusterApiProvider } from "#server/adapters/provider/cluster-api/provider.ts";
import { isSaid } from "#server/domain/cluster/cluster-api/changed-conditions.ts";
import { CLUSTER_API_VERSION, ClusterObject } from "#server/domain/cluster/cluster-api/cluster-object.ts";
import { STARTER_CLASS, starterClass } from "#server/domain/cluster/cluster-api/starter-class.ts";
import type { ClusterRow } from "#server/domain/cluster/row.ts";
import { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { watchManagements } from "#server/workers/management-watch/controller.ts";
import { restartApi } from "./cluster-api/api-restart.ts";
import { drive } from "./cluster-api/drive.ts";
import { applyAll, startManagement, type Management } from "./cluster-api/management.ts";
import { processesOn } from "./local/processes.ts";

const NAMESPACE = "watched";
const PATH = `/apis/${CLUSTER_API_VERSION}/namespaces/${NAMESPACE}/clusters/heron`;
const cluster = { id: "c1", name: "heron", zone: "DE" };
const spec = ClusterSpec.parse({
  kubernetesVersion: "v1.35.4",
  pools: [{ name: "md-0", role: "fallback", minNodes: 2, maxNodes: 2, machineClass: "default-worker" }],
  clusterApi: {
    managementId: "m1",
    namespace: NAMESPACE,
    classRef: { name: STARTER_CLASS, namespace: NAMESPACE },
  },
});
const { signal } = new AbortController();

/** Of the product's database, what the watch reads and writes; that it is written once is tested on Postgres. */
const connected: ManagementRow[] = [];
const row = {
  ...cluster,
  provider: "cluster-api",
  spec,
  conditions: [],
  createdAt: new Date(),
} as unknown as ClusterRow;
const lines: NewConditionLine[] = [];
const of = (type: string) => lines.filter(({ code }) => code === type);
let woken = 0;
let isLive = false;
let kubeconfig: string;

let management: Management;
const stop = new AbortController();
let watching: Promise<void>;
const provider = clusterApiProvider({
  managements: { find: () => Promise.resolve({ name: "home", kubeconfig: management.kubeconfig }) },
  kubeconfigs: {
    find: () => Promise.resolve(undefined),
    save: () => Promise.resolve(),
    seal: () => Promise.reject(),
  },
  clusters: { removeSecrets: () => Promise.resolve() },
});

const connect = (yaml: string, at: Date) => {
  kubeconfig = yaml;
  const common = {
    id: "m1",
    name: "home",
    server: management.plane.server,
    createdBy: "Ada",
    clusterUid: null,
  };
  connected.splice(0, 1, { ...common, credentialsSetAt: at });
};
const liveAgain = () => expect.poll(() => isLive, { timeout: 30_000 }).toBe(true);
/** A wish that somebody states past us: the object's generation goes up. */
const pool = (replicas: number) =>
  management.kube.patch(
    PATH,
    [{ op: "replace", path: "/spec/topology/workers/machineDeployments/0/replicas", value: replicas }],
    "application/json-patch+json",
  );
const applied = (step: string) => provider.apply(step, cluster, spec, signal).then(() => "done", String);
async function isNoticed(change: () => Promise<unknown>): Promise<void> {
  const before = woken;
  await change();
  await expect.poll(() => woken, { timeout: 30_000 }).toBeGreaterThan(before);
}

beforeAll(async () => {
  management = await startManagement();
  await applyAll(management.kube, [{ apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } }]);
  await applyAll(management.kube, starterClass(NAMESPACE, STARTER_CLASS, 0.3));
  watching = watchManagements(
    {
      managementClusters: { list: () => Promise.resolve([...connected]) },
      managements: { find: () => Promise.resolve({ name: "home", kubeconfig }) },
      clusters: { find: () => Promise.resolve(row), steps: () => Promise.resolve([]) },
      conditionLines: { append: (_, __, more) => Promise.resolve(lines.push(...more)) },
      watchBeats: {
        beat: () => Promise.resolve(void (isLive = true)),
        forget: () => Promise.resolve(void (isLive = false)),
      },
      queue: { add: () => Promise.resolve(void (woken += 1)) },
      live: { publish: () => Promise.resolve() },
      clock: systemClock,
      log: createLogger("test", "silent"),
      locks: () => ({
        acquire: () => Promise.resolve(true),
        release: () => Promise.resolve(),
        stop: () => Promise.resolve(),
      }),
    },
    stop.signal,
  );
});
afterAll(async () => {
  stop.abort();
  await watching;
  await management.stop();
  expect(processesOn(management.dir)).toEqual([]);
});

test("a management cluster that is connected while the worker runs is watched", async () => {
  expect(isLive).toBe(false);
  connect(management.kubeconfig, new Date(1));
  await liveAgain();
});

test("each condition that turns during a creation is told with its own time, in order and not over and over", async () => {
  await expect.poll(() => applied("topology"), { timeout: 30_000 }).toBe("done");
  const steps = provider.createSteps(spec).filter(({ name }) => name !== "kubeconfig");
  await drive(provider, "apply", cluster, spec, steps);
  await expect.poll(() => of("Available").at(-1)?.message, { timeout: 10_000 }).toBe("Available is True.");

  const initialization = of("ControlPlaneInitialized").map(({ step, message }) => `${step}: ${message}`);
  expect(initialization.slice(-2)).toEqual([
    "control-plane: ControlPlaneInitialized is False: NotInitialized. Control plane not yet initialized.",
    "control-plane: ControlPlaneInitialized is True: Initialized.",
  ]);
  expect(of("ScalingUp").map(({ message }) => message)).toContainEqual(
    expect.stringMatching(
      /^ScalingUp is True\. KubeadmControlPlane heron-\w+: Scaling up from \d to 3 replicas/,
    ),
  );
  const { status } = ClusterObject.parse(await management.kube.json(PATH));
  const initialized = status.conditions.find(({ type }) => type === "ControlPlaneInitialized");
  expect(of("ControlPlaneInitialized").at(-1)?.at).toEqual(new Date(initialized?.lastTransitionTime ?? 0));
  const codes = new Set(lines.map(({ code }) => code));
  for (const code of codes) {
    const told = of(code).map(({ message }) => message);
    expect(told.filter((message, index) => isSaid(told.slice(index - 1, index), message))).toEqual([]);
  }
});

test("an API server that crashed and came back: what turned meanwhile is seen, and all that follows", async () => {
  await restartApi(management);
  await isNoticed(() => pool(3));
  await liveAgain();
  await isNoticed(() => pool(2));
});

test("one that is disconnected is watched no more", async () => {
  connected.splice(0, 1);
  await expect.poll(() => isLive, { timeout: 10_000 }).toBe(false);
  await pool(3);
  const before = woken;
  await expect.poll(() => applied("available"), { timeout: 60_000 }).toBe("done");
  expect(woken).toBe(before);
});
