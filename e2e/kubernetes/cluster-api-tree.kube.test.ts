import { afterAll, beforeAll, expect, test } from "vitest";
import { readTree } from "#server/adapters/provider/cluster-api/tree-objects.ts";
import { buildTree, isMoving } from "#server/domain/cluster/cluster-api/tree/build.ts";
import type { TreeNode } from "#server/domain/cluster/cluster-api/tree/view.ts";
import { deleteMachine } from "#server/services/cluster/delete-machine.ts";
import { getObjectTree } from "#server/services/cluster/get-object-tree.ts";
import { getTreeObject } from "#server/services/cluster/get-tree-object.ts";
import { planMachineDeletion } from "#server/services/cluster/plan-machine-deletion.ts";
import { planMachineRemediation } from "#server/services/cluster/plan-machine-remediation.ts";
import { remediateMachine } from "#server/services/cluster/remediate-machine.ts";
import { appOf } from "./cluster-api/cluster-app.ts";
import { drive } from "./cluster-api/drive.ts";
import { FLEET, NAMESPACE, providerOn, specOf } from "./cluster-api/fleet.ts";
import { applyAll, startManagement, type Management } from "./cluster-api/management.ts";
import { processesOn } from "./local/processes.ts";

const cluster = { id: "c1", name: "heron", zone: "DE" };
const { signal } = new AbortController();

let management: Management;
const { provider, kubeconfigs } = providerOn(() => management);
const own = () => {
  const { clusterApi } = specOf({ workers: 2 });
  if (!clusterApi) throw new Error("The spec is of Cluster API.");
  return clusterApi;
};
const readingOf = () => readTree({ client: management.kube, signal }, cluster, own());
const tree = async (): Promise<TreeNode> => {
  const reading = await readingOf();
  if (!reading) throw new Error("There is no Cluster object.");
  expect(reading.unread).toEqual([]);
  return buildTree(reading.objects);
};

beforeAll(async () => {
  management = await startManagement();
  await applyAll(management.kube, FLEET);
});
afterAll(async () => {
  await management.stop();
  expect(processesOn(management.dir)).toEqual([]);
});

/** Names without what Cluster API makes up for them: "heron-x7k2p" is "heron-*". */
const drawn = (node: TreeNode, depth = 0): string[] => [
  `${"  ".repeat(depth)}${node.role === "group" ? node.name : `${node.kind} ${node.name.replace(/^(heron(?:-md-0)?)-.*/, "$1-*")}`.trim()}`.replaceAll(
    "\u00a0",
    " ",
  ),
  ...(node.role === "group" ? [] : node.children.flatMap((child) => drawn(child, depth + 1))),
];
const allOf = (node: TreeNode): TreeNode[] => [node, ...node.children.flatMap(allOf)];

test("before there is an object there is no tree, and somebody else's is none of ours", async () => {
  expect(await readingOf()).toBeUndefined();
});

test("while it is made the tree grows, and once it is there it reads as clusterctl's", async () => {
  await provider.apply("topology", cluster, specOf({ workers: 2 }), signal).catch(String);
  await expect
    .poll(async () => (await tree()).children.map(({ kind }) => kind), { timeout: 30_000 })
    .toContain("DevCluster");
  expect(isMoving(await tree())).toBe(true);
  await drive(
    provider,
    "apply",
    cluster,
    specOf({ workers: 2 }),
    provider.createSteps(specOf({ workers: 2 })),
  );
  await expect.poll(async () => isMoving(await tree()), { timeout: 30_000 }).toBe(false);
  const root = await tree();
  expect(drawn(root)).toEqual([
    "Cluster heron",
    "  DevCluster heron-*",
    "  KubeadmControlPlane heron-*",
    "    3 Machines",
    "  Workers",
    "    MachineDeployment heron-md-0-*",
    "      2 Machines",
  ]);
  expect(root).toMatchObject({
    version: "v1.35.4",
    counts: { there: 5, wanted: 5, available: 5, ready: 5, upToDate: 5 },
  });
  expect(allOf(root).filter(({ role }) => role === "machine")).toHaveLength(5);
  const other = await readTree({ client: management.kube, signal }, { ...cluster, id: "c2" }, own());
  expect(other).toBeUndefined();
});

const NAME = "heron";
const machinesOf = async (kind: string): Promise<string[]> => {
  const owner = allOf(await tree()).find((node) => node.kind === kind);
  return owner
    ? allOf(owner)
        .filter(({ role, deleting }) => role === "machine" && !deleting)
        .map(({ name }) => name)
        .toSorted()
    : [];
};
const targetOf = async (machine: string) => {
  const uid = allOf(await tree()).find(({ role, name }) => role === "machine" && name === machine)?.id ?? "";
  return { name: NAME, uid };
};

test("its objects are shown as YAML, without what would let somebody in, and no other object is", async () => {
  const { app } = appOf(management, cluster, specOf({ workers: 2 }), kubeconfigs);
  const { root, command } = await getObjectTree(app, { name: NAME });
  expect(command).toBe("clusterctl describe cluster heron --namespace fleet");
  const controlPlane = root?.children.find(({ role }) => role === "control-plane");
  const { yaml } = await getTreeObject(app, { name: NAME, uid: controlPlane?.id ?? "" });
  expect(yaml).toContain("kind: KubeadmControlPlane\n");
  expect(yaml).not.toContain("managedFields");
  const { items: secrets } = await management.kube.list<{ metadata: { uid: string } }>("/api/v1/secrets");
  const secret = { name: NAME, uid: secrets[0]?.metadata.uid ?? "" };
  await expect(getTreeObject(app, secret)).rejects.toThrow("heron has no such object any more.");
});

test("the chosen machine is the one that goes, and the stored wish agrees", async () => {
  const [kept = "", chosen = ""] = await machinesOf("MachineDeployment");
  const { app, stored: row } = appOf(management, cluster, specOf({ workers: 2 }), kubeconfigs);
  const target = await targetOf(chosen);
  const plan = await planMachineDeletion(app, target);
  expect(plan).toMatchObject({ machine: chosen, refused: null, unread: null, load: { jobs: [] } });
  expect(plan.ways.map(({ way }) => way)).toEqual(["remove", "replace"]);
  await deleteMachine(app, { ...target, way: "remove" });
  expect(row().spec.pools).toMatchObject([{ name: "md-0", minNodes: 1, maxNodes: 1 }]);
  await drive(provider, "apply", cluster, row().spec, provider.scaleSteps(row().spec));
  expect(await machinesOf("MachineDeployment")).toEqual([kept]);
});

test("the last of its pool is replaced", async () => {
  const [last = ""] = await machinesOf("MachineDeployment");
  const { app, stored: row } = appOf(management, cluster, specOf({ workers: 1 }), kubeconfigs);
  const target = await targetOf(last);
  await expect(deleteMachine(app, { ...target, way: "remove" })).rejects.toThrow(
    /It is the last machine of md-0/,
  );
  await deleteMachine(app, { ...target, way: "replace" });
  expect(row().spec).toEqual(specOf({ workers: 1 }));
  await expect.poll(() => machinesOf("MachineDeployment"), { timeout: 40_000 }).not.toContain(last);
  await expect.poll(async () => (await machinesOf("MachineDeployment")).length, { timeout: 40_000 }).toBe(1);
});

test("remediation says that nobody heeds it, until a MachineHealthCheck does: then the machine is replaced", async () => {
  await drive(
    provider,
    "apply",
    cluster,
    specOf({ workers: 1 }),
    provider.scaleSteps(specOf({ workers: 1 })),
  );
  const [machine = ""] = await machinesOf("KubeadmControlPlane");
  const { app } = appOf(management, cluster, specOf({ workers: 1 }), kubeconfigs);
  const target = await targetOf(machine);
  const unwatched = `No MachineHealthCheck watches ${machine}, and Cluster API heeds the mark only where one does.`;
  expect((await planMachineRemediation(app, target)).refused).toContain(unwatched);
  await expect(remediateMachine(app, target)).rejects.toThrow(unwatched);
  await applyAll(management.kube, [
    {
      apiVersion: "cluster.x-k8s.io/v1beta2",
      kind: "MachineHealthCheck",
      metadata: { name: "heron-all", namespace: NAMESPACE },
      spec: {
        clusterName: NAME,
        selector: { matchLabels: { "cluster.x-k8s.io/cluster-name": NAME } },
        checks: { nodeStartupTimeoutSeconds: 0 },
      },
    },
  ]);
  await expect
    .poll(async () => (await planMachineRemediation(app, target)).refused, { timeout: 30_000 })
    .toBeNull();
  expect((await planMachineRemediation(app, target)).follows.join(" ")).toContain(
    "it stays at 3\u00a0machines",
  );
  await remediateMachine(app, target);
  await expect.poll(() => machinesOf("KubeadmControlPlane"), { timeout: 60_000 }).not.toContain(machine);
  await expect
    .poll(async () => (await machinesOf("KubeadmControlPlane")).length, { timeout: 60_000 })
    .toBe(3);
});

test("while it goes the tree says what is left, with finalizers", async () => {
  const [machine = ""] = await machinesOf("KubeadmControlPlane");
  const target = await targetOf(machine);
  await provider.teardown("workers", cluster, specOf({ workers: 1 }), signal).catch(String);
  const root = await tree();
  expect(root).toMatchObject({
    severity: "deleting",
    deleting: { finalizers: ["cluster.cluster.x-k8s.io"] },
  });
  const { app } = appOf(management, cluster, specOf({ workers: 1 }), kubeconfigs);
  const { refused } = await planMachineDeletion(app, target);
  expect(refused).toBe("The cluster is being deleted, and every machine with it.");
  await drive(
    provider,
    "teardown",
    cluster,
    specOf({ workers: 1 }),
    provider.deleteSteps(specOf({ workers: 1 })),
  );
  expect(await readingOf()).toBeUndefined();
});
