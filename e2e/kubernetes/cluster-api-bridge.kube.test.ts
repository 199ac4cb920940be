import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { isNotFound } from "#server/adapters/kubernetes/api-error.ts";
import { partsToInstall } from "#server/adapters/kubernetes/agent-installation.ts";
import { applyObjects } from "#server/adapters/kubernetes/object-set.ts";
import { DEFAULT_AGENT_IMAGE } from "#server/domain/agent/image.ts";
import { clusterObjectOf } from "#server/domain/cluster/cluster-api/plan-object.ts";
import { ClusterObject } from "#server/domain/cluster/cluster-api/cluster-object.ts";
import { standingOf } from "#server/domain/cluster/cluster-api/standing.ts";
import { ClusterSpec } from "#server/domain/cluster/spec.ts";
import type { KubeObject, Node, Pod } from "#server/domain/kubernetes.ts";
import { type Bridge, startBridge } from "./cluster-api/bridge/bridge.ts";
import { BRIDGE_CLASS, bridgeClass } from "./cluster-api/bridge/class.ts";
import { everythingIn } from "./cluster-api/bridge/everything.ts";
import { applyAll, startManagement, type Management } from "./cluster-api/management.ts";
import { type InstalledAgent, runInstalledAgent } from "./imported/installed-agent.ts";
import { listening, portsOf } from "./local/ports.ts";
import { processesOn } from "./local/processes.ts";
import { aware, handsIn, key, publish, until } from "./program/cluster.ts";

const NAMESPACE = "fleet";
const PATH = `/apis/cluster.x-k8s.io/v1beta2/namespaces/${NAMESPACE}/clusters/heron`;

const WHOLE = { timeout: 200_000, interval: 200 };

let management: Management;
let bridge: Bridge;
let root: string;
let before: string[];
let agent: InstalledAgent | undefined;
beforeAll(async () => {
  management = await startManagement(["capi"]);
  root = path.join(management.dir, "bridge");
  const { kube, engines } = management;
  bridge = await startBridge({ kube, dir: root, engines });
  await applyAll(kube, [{ apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } }]);
  await applyAll(kube, bridgeClass(NAMESPACE));
  await vi.waitFor(accepted, { timeout: 20_000, interval: 200 });
  before = await everythingIn(kube);
});
afterAll(async () => {
  await agent?.stop();
  await bridge.stop();
  await management.stop();
  expect(processesOn(management.dir)).toEqual([]);
});

/** Whether the class takes a Cluster yet, by a dry run. @throws Error while it does not */
const accepted = () => management.kube.apply(PATH, objectOf(1), { fieldManager: "test", dryRun: true });

const pool = (name: string, role: string, nodes: number) => ({
  name,
  role,
  minNodes: nodes,
  maxNodes: nodes,
  machineClass: "default-worker",
});

/** As the product states it: a pool of so many green machines, and one for everything else. Of egret no control-plane machine is asked for. */
function objectOf(green: number, name: "heron" | "egret" = "heron"): KubeObject {
  const spec = ClusterSpec.parse({
    pools: [pool("md-0", "fallback", 1), pool("md-1", "green", green)],
    clusterApi: {
      managementId: "m1",
      namespace: NAMESPACE,
      classRef: { name: BRIDGE_CLASS, namespace: NAMESPACE },
      controlPlaneReplicas: name === "heron" ? 1 : null,
      variables: { region: "eu-north" },
    },
  });
  if (!spec.clusterApi) throw new Error("It was given a line above.");
  return clusterObjectOf({ id: "c1", name }, spec, spec.clusterApi);
}
const wish = (green: number) =>
  management.kube.apply(PATH, objectOf(green), { fieldManager: "test", force: true });
const read = async () => ClusterObject.parse(await management.kube.json(PATH));
const settled = (machines: number) =>
  expect
    .poll(async () => standingOf(await read()), WHOLE)
    .toMatchObject({ settled: true, machinesReady: machines });
const nodes = async () => (await bridge.backing(`${NAMESPACE}/heron`).kube.list<Node>("/api/v1/nodes")).items;

test("a Cluster goes through its conditions to a control plane that is real, with a node behind each machine", async () => {
  await wish(1);
  await settled(3);
  const { status } = await read();
  expect(status.conditions.filter(({ status: is }) => is === "Unknown")).toEqual([]);
  const machines = await management.kube.list<KubeObject & { spec: { providerID?: string } }>(
    `/apis/cluster.x-k8s.io/v1beta2/namespaces/${NAMESPACE}/machines`,
  );
  const workers = (await nodes()).filter(({ spec }) => spec?.providerID !== undefined);
  expect(workers.map(({ spec }) => String(spec?.providerID)).toSorted()).toEqual(
    machines.items.map(({ spec }) => String(spec.providerID)).toSorted(),
  );
  expect(
    workers
      .map(({ metadata: { labels = {} } }) => ({
        role: labels["carbon-aware.io/pool"],
        region: labels["topology.kubernetes.io/region"],
      }))
      .toSorted((a, b) => String(a.role).localeCompare(String(b.role))),
  ).toEqual([
    { role: "fallback", region: "eu-north" },
    { role: "green", region: "eu-north" },
  ]);
});

test.each([["prefer"], ["require"]])(
  "a Job is held there, released in the window, and runs on the green node: %s",
  async (mode) => {
    const backing = bridge.backing(`${NAMESPACE}/heron`);
    const { signal } = new AbortController();
    const parts = partsToInstall({ zone: "DE" }, { image: DEFAULT_AGENT_IMAGE, dryRun: false });
    await applyObjects({ client: backing.kube, signal }, parts);
    agent ??= await runInstalledAgent(backing);
    const hands = handsIn(backing.kube, "default");
    await publish(backing.kube, 2);
    const job = await until(async () => {
      const made = await hands.submit(aware({ [key("mode")]: mode }));
      expect(made.spec.suspend).toBe(true);
      return made;
    });
    expect(await hands.reason(job)).toBe("BetterWindowAhead");
    await hands.finished(job);
    const query = { labelSelector: `job-name=${job.metadata.name}` };
    const pods = await backing.kube.list<Pod>("/api/v1/namespaces/default/pods", { query });
    const ranOn = (await nodes()).find(({ metadata }) => metadata.name === pods.items[0]?.spec.nodeName);
    expect(ranOn?.metadata.labels?.[key("pool")]).toBe("green");
  },
);

test("more machines are more nodes, fewer are fewer", async () => {
  await wish(2);
  await settled(4);
  expect(await nodes()).toHaveLength(4);
  await wish(0);
  await settled(2);
  expect(await nodes()).toHaveLength(2);
});

test("a control plane that counts no machines, as a cloud's, settles by its workers alone", async () => {
  const { kube } = management;
  const egret = PATH.replace("heron", "egret");
  await kube.apply(egret, objectOf(0, "egret"), { fieldManager: "test", force: true });
  await expect
    .poll(async () => standingOf(ClusterObject.parse(await kube.json(egret))), WHOLE)
    .toMatchObject({ settled: true, machinesReady: 1, machinesWanted: 1 });
  const { status } = ClusterObject.parse(await kube.json(egret));
  expect(status.controlPlane?.desiredReplicas).toBeUndefined();
  await kube.json(egret, { method: "DELETE" });
  await expect.poll(() => kube.json(egret).catch(isNotFound), WHOLE).toBe(true);
});

test("its end leaves no process, no port, no file and no object", async () => {
  await agent?.stop(); // as the kubelets of its machines would
  const ports = portsOf(root);
  expect((await listening(ports)).length).toBeGreaterThan(4);
  expect(processesOn(root)).not.toEqual([]);
  await management.kube.json(PATH, { method: "DELETE" });
  await expect.poll(() => everythingIn(management.kube), { timeout: 60_000, interval: 300 }).toEqual(before);
  expect(processesOn(root)).toEqual([]);
  expect(await listening(ports)).toEqual([]);
  expect(existsSync(root) ? readdirSync(path.join(root, "clusters")) : []).toEqual([]);
  expect(bridge.failures).toEqual([]);
});
