import { expect, test } from "vitest";
import { buildTree, isMoving } from "./build.ts";
import type { ClusterObjects, TreeObject } from "./object.ts";
import { severityOf } from "./row.ts";
import { healthyObjects, machineOf, treeObject } from "./testing.ts";
import type { TreeNode } from "./view.ts";

type Healthy = ReturnType<typeof healthyObjects>;
/** "Kind name", two blanks a level; what a group holds is left out, as clusterctl does. */
const drawn = (node: TreeNode, depth = 0): string[] => [
  `${"  ".repeat(depth)}${node.role === "group" ? node.name : `${node.kind} ${node.name}`.trim()}`,
  ...(node.role === "group" ? [] : node.children.flatMap((child) => drawn(child, depth + 1))),
];
const linesOf = (objects: ClusterObjects) =>
  drawn(buildTree(objects)).map((line) => line.replaceAll("\u00a0", " "));
const without = (machines: readonly TreeObject[], name: string) =>
  machines.filter(({ metadata }) => metadata.name !== name);
const setOf = ({ machineSets: [set] }: Healthy): TreeObject => set ?? treeObject("MachineSet", "none");

const replaced = (all: Healthy, name: string, more: Parameters<typeof treeObject>[2]): Healthy => ({
  ...all,
  machines: [
    ...without(all.machines, name),
    machineOf(name, name.startsWith("w") ? setOf(all) : (all.referred[1] ?? all.cluster), more),
  ],
});
const NOT_READY = { Available: "NotAvailable", Ready: "NotReady", UpToDate: "True" };

test("a healthy cluster is six rows: equal machines are one, and no echo of them is shown", () => {
  expect(linesOf(healthyObjects())).toEqual([
    "Cluster heron",
    "  DevCluster heron-x",
    "  KubeadmControlPlane heron-y",
    "    3 Machines",
    "  Workers",
    "    MachineDeployment heron-md-0",
    "      2 Machines",
  ]);
});

test.each<[string, (all: Healthy) => ClusterObjects, string[]]>([
  [
    "a machine that says something else stands by itself",
    (all) => replaced(all, "c2", { conditions: NOT_READY }),
    ["    2 Machines", "    Machine c2"],
  ],
  [
    "machines that are not ready for the same reason are one row",
    (all) => replaced(replaced(all, "c1", { conditions: NOT_READY }), "c2", { conditions: NOT_READY }),
    ["    2 Machines", "    Machine c3"],
  ],
  [
    "infrastructure that says another reason than its machine is shown below it",
    (all) => {
      const broken = replaced(all, "w1", { conditions: NOT_READY });
      const referred = all.referred.filter(
        ({ metadata, kind }) => `${kind}/${metadata.name}` !== "DevMachine/w1",
      );
      const infrastructure = treeObject("DevMachine", "w1", { conditions: { Ready: "QuotaExceeded" } });
      return { ...broken, referred: [...referred, infrastructure] };
    },
    ["      Machine w1", "        DevMachine w1"],
  ],
  [
    "infrastructure that is not ready for its machine's own reason is an echo",
    (all) => {
      const broken = replaced(all, "w1", { conditions: NOT_READY });
      const referred = all.referred.filter(
        ({ metadata, kind }) => `${kind}/${metadata.name}` !== "DevMachine/w1",
      );
      const infrastructure = treeObject("DevMachine", "w1", { conditions: { Ready: "NotReady" } });
      return { ...broken, referred: [...referred, infrastructure] };
    },
    ["      Machine w1", "      Machine w2"],
  ],
  [
    "what is being deleted is shown though it is ready: its finalizer holds the rest up",
    (all) => {
      const going = replaced(all, "w1", { deletedAt: "2026-11-22T12:00:00Z" });
      const referred = all.referred.filter(
        ({ metadata, kind }) => `${kind}/${metadata.name}` !== "DevMachine/w1",
      );
      const held = treeObject("DevMachine", "w1", {
        conditions: { Ready: "True" },
        deletedAt: "2026-11-22T12:00:00Z",
      });
      return { ...going, referred: [...referred, held] };
    },
    ["      Machine w1", "        DevMachine w1"],
  ],
  [
    "a machine that nobody owns is not lost",
    (all) => ({ ...all, machines: [...all.machines, treeObject("Machine", "stray")] }),
    ["    Other", "      Machine stray"],
  ],
  [
    "without its control plane, machines of it are among the others",
    (all) => ({ ...all, referred: all.referred.filter(({ kind }) => kind !== "KubeadmControlPlane") }),
    ["    Other", "      3 Machines"],
  ],
  [
    "a pool without a machine is there from the first moment",
    (all) => ({ ...all, machines: [] }),
    ["  Workers", "    MachineDeployment heron-md-0"],
  ],
])("%s", (_, change, rows) => {
  expect(linesOf(change(healthyObjects()))).toEqual(expect.arrayContaining(rows));
});

test("a new cluster is its own row alone, and its numbers are not there rather than 0", () => {
  const cluster = treeObject("Cluster", "heron");
  const root = buildTree({
    cluster,
    machineDeployments: [],
    machineSets: [],
    machinePools: [],
    machines: [],
    referred: [],
  });
  expect(root).toMatchObject({ children: [], counts: null, condition: null, severity: "none" });
});

test("numbers are those of the control plane and the workers together; a group's are its members'", () => {
  const all = replaced(healthyObjects(), "c2", { conditions: NOT_READY });
  const root = buildTree(all);
  expect(root).toMatchObject({ version: "v1.35.4", counts: { there: 5, wanted: 5, ready: 5 } });
  const [group, alone] = root.children.find(({ role }) => role === "control-plane")?.children ?? [];
  expect(group).toMatchObject({ role: "group", counts: { there: 2, ready: 2, upToDate: 2 }, object: false });
  expect(group?.children.map(({ name }) => name)).toEqual(["c1", "c3"]);
  expect(alone).toMatchObject({ name: "c2", counts: { there: 1, ready: 0, available: 0, upToDate: 1 } });
});

const groupIn = (all: Healthy) =>
  buildTree(all)
    .children.find(({ role }) => role === "control-plane")
    ?.children.find(({ role }) => role === "group")?.id;

test("a group is the same one after its machines have turned ready", () => {
  const coming = ["c1", "c2", "c3"].reduce(
    (all, name) => replaced(all, name, { conditions: NOT_READY }),
    healthyObjects(),
  );
  expect(groupIn(coming)).toBe(groupIn(healthyObjects()));
});

test("an unknown condition counts for nothing: it is neither ready nor not", () => {
  const all = replaced(healthyObjects(), "c2", { conditions: { ...NOT_READY, Ready: "Unknown" } });
  const rows = buildTree(all).children.find(({ role }) => role === "control-plane")?.children ?? [];
  expect(rows.find(({ name }) => name === "c2")).toMatchObject({
    counts: { ready: null },
    severity: "unknown",
  });
});

test("marks and finalizers are told", () => {
  const all = replaced(healthyObjects(), "w1", {
    annotations: { "cluster.x-k8s.io/delete-machine": "yes" },
    deletedAt: "2026-11-22T12:00:00Z",
    finalizers: ["machine.cluster.x-k8s.io", "example.org/keep"],
  });
  const rows = buildTree(all).children.find(({ role }) => role === "workers")?.children[0]?.children;
  expect(rows?.find(({ name }) => name === "w1")).toMatchObject({
    marks: ["goes first"],
    severity: "deleting",
    deleting: { finalizers: ["machine.cluster.x-k8s.io", "example.org/keep"] },
  });
});

const said = (status: "True" | "False" | "Unknown", reason: string, message = "") =>
  severityOf({ type: "Ready", status, reason, message, since: null }, false);
test.each([
  ["True", "Ready", "", "ok"],
  ["False", "NotReady", "* NodeHealthy: Waiting for a Node", "waiting"],
  ["False", "InstanceProvisionFailed", "", "failed"],
  ["False", "NotReady", "* HealthCheckSucceeded: Health check failed: no node", "failed"],
  ["Unknown", "ReadyUnknown", "", "unknown"],
] as const)("%s for %s %s is %s", (status, reason, message, severity) => {
  expect(said(status, reason, message)).toBe(severity);
});

test.each<[string, ClusterObjects, boolean]>([
  ["what is as wanted rests", healthyObjects(), false],
  [
    "a machine that is not ready is on its way",
    replaced(healthyObjects(), "w1", { conditions: NOT_READY }),
    true,
  ],
  ["so is one that goes", replaced(healthyObjects(), "w1", { deletedAt: "2026-11-22T12:00:00Z" }), true],
])("%s", (_, objects, moving) => {
  expect(isMoving(buildTree(objects))).toBe(moving);
});
