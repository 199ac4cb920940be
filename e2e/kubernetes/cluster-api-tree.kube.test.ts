import { afterAll, beforeAll, expect, test } from "vitest";
import { readTree } from "#server/adapters/provider/cluster-api/tree-objects.ts";
import { clusterApiProvider } from "#server/adapters/provider/cluster-api/provider.ts";
import type { Kubeconfigs } from "#server/adapters/secret/kubeconfigs.ts";
import { STARTER_CLASS, starterClass } from "#server/domain/cluster/cluster-api/starter-class.ts";
import { buildTree, isMoving } from "#server/domain/cluster/cluster-api/tree/build.ts";
import type { TreeNode } from "#server/domain/cluster/cluster-api/tree/view.ts";
import { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { drive } from "./cluster-api/drive.ts";
import { applyAll, startManagement, type Management } from "./cluster-api/management.ts";
import { processesOn } from "./local/processes.ts";

const NAMESPACE = "fleet";
const cluster = { id: "c1", name: "heron", zone: "DE" };
const specOf = (workers: number): ClusterSpec =>
  ClusterSpec.parse({
    kubernetesVersion: "v1.35.4",
    pools: [
      {
        name: "md-0",
        role: "fallback",
        minNodes: workers,
        maxNodes: workers,
        machineClass: "default-worker",
      },
    ],
    clusterApi: {
      managementId: "m1",
      namespace: NAMESPACE,
      classRef: { name: STARTER_CLASS, namespace: NAMESPACE },
    },
  });
const { signal } = new AbortController();
const stored = new Map<string, string>();
const kubeconfigs: Kubeconfigs = {
  find: (id) => Promise.resolve(stored.get(id)),
  save: (id, yaml) => Promise.resolve(void stored.set(id, yaml)),
  seal: () => Promise.reject(new Error("not needed here")),
};

let management: Management;
const provider = clusterApiProvider({
  managements: { find: () => Promise.resolve({ name: "home", kubeconfig: management.kubeconfig }) },
  kubeconfigs,
  clusters: { removeSecrets: (id) => Promise.resolve(void stored.delete(id)) },
});
const own = () => {
  const { clusterApi } = specOf(2);
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
  await applyAll(management.kube, [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } },
    ...starterClass(NAMESPACE, STARTER_CLASS, 0),
  ]);
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
  await provider.apply("topology", cluster, specOf(2), signal).catch(String);
  await expect
    .poll(async () => (await tree()).children.map(({ kind }) => kind), { timeout: 30_000 })
    .toContain("DevCluster");
  expect(isMoving(await tree())).toBe(true);
  await drive(provider, "apply", cluster, specOf(2), provider.createSteps(specOf(2)));
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
