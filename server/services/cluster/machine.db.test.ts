import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { OWNER_LABEL } from "#server/domain/cluster/cluster-api/plan-object.ts";
import { DELETE_MARK, REMEDIATE_MARK } from "#server/domain/cluster/cluster-api/tree/row.ts";
import { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { deadKubeconfig, testFleet, type TestFleet } from "../workload/testing.ts";
import { connectManagement } from "../management/connect.ts";
import { deleteMachine } from "./delete-machine.ts";
import { getObjectTree } from "./get-object-tree.ts";
import { getTreeObject } from "./get-tree-object.ts";
import { planMachineDeletion } from "./plan-machine-deletion.ts";
import { remediateMachine } from "./remediate-machine.ts";

const GROUP = "cluster.x-k8s.io";
const ROOT = `/apis/${GROUP}/v1beta2/namespaces/default`;
const KINDS = ["Cluster", "MachineDeployment", "MachineSet", "Machine", "MachineHealthCheck"] as const;
const pluralOf = (kind: string) => `${kind.toLowerCase()}s`;
const name = "heron";
const labels = { [`${GROUP}/cluster-name`]: name };

let fleet: TestFleet;
let uids: Record<string, string>;
type Made = { metadata: { uid: string; annotations?: Record<string, string> } };

/** A simulated API server with Cluster API's kinds and none of its controllers: what a verb writes just stays. */
beforeAll(async () => {
  fleet = await testFleet();
  for (const kind of KINDS)
    await fleet.kube.json("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", {
      method: "POST",
      body: definitionOf(kind),
    });
});
afterAll(() => fleet.close());

const definitionOf = (kind: string) => ({
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: `${pluralOf(kind)}.${GROUP}` },
  spec: {
    group: GROUP,
    scope: "Namespaced",
    names: { kind, plural: pluralOf(kind), singular: kind.toLowerCase() },
    versions: [
      {
        name: "v1beta2",
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
      },
    ],
  },
});

async function make(
  kind: string,
  own: string,
  { owner, ...more }: { owner?: string; labels?: object; spec?: object; status?: object } = {},
) {
  const { labels: extra, ...body } = more;
  const ownerReferences = owner
    ? [
        {
          apiVersion: `${GROUP}/v1beta2`,
          kind: owner.split("/")[0],
          name: owner.split("/")[1],
          uid: uids[owner],
          controller: true,
        },
      ]
    : [];
  const object = await fleet.kube.json<Made>(`${ROOT}/${pluralOf(kind)}`, {
    method: "POST",
    body: {
      apiVersion: `${GROUP}/v1beta2`,
      kind,
      metadata: { name: own, labels: { ...labels, ...extra }, ownerReferences },
      ...body,
    },
  });
  uids[`${kind}/${own}`] = object.metadata.uid;
}
const find = (kind: string, own: string) => fleet.kube.json<Made>(`${ROOT}/${pluralOf(kind)}/${own}`);
const marksOf = async (machine: string) =>
  Object.keys((await find("Machine", machine)).metadata.annotations ?? {});
const specNow = async () => (await fleet.app.clusters.findByName(name))?.spec;
const audited = async () =>
  (await fleet.db.auditEntry.findMany({ where: { subject: name } })).map(({ action, detail }) => ({
    action,
    detail,
  }));
const target = (machine: string) => ({ name, uid: uids[`Machine/${machine}`] ?? "" });

const NAMES = ["w1", "w2"];
async function clearObjects() {
  for (const kind of KINDS) await fleet.kube.json(`${ROOT}/${pluralOf(kind)}`, { method: "DELETE" });
}
beforeEach(async () => {
  await clearObjects();
  await fleet.db.cluster.deleteMany({ where: { name } });
  await fleet.db.managementCluster.deleteMany();
  await fleet.db.auditEntry.deleteMany();
  uids = {};
  const confirmedServer = fleet.sandbox.url;
  const management = { name: "home", kubeconfig: fleet.sandbox.kubeconfig(), confirmedServer };
  const { id: managementId } = await connectManagement(fleet.as("admin"), management);
  const { id } = await fleet.db.cluster.create({
    data: { name, provider: "cluster-api", zone: "DE", createdBy: "Ada", spec: specOf(managementId) },
  });
  const version = "v1.35.4";
  await make("Cluster", name, { labels: { [OWNER_LABEL]: id }, spec: { topology: { version } } });
  const pool = { "topology.cluster.x-k8s.io/deployment-name": "md-0" };
  await make("MachineDeployment", "md", { labels: pool, spec: { replicas: 2 } });
  await make("MachineSet", "ms", { owner: "MachineDeployment/md" });
  for (const machine of NAMES) await make("Machine", machine, { owner: "MachineSet/ms", spec: { version } });
});
const specOf = (managementId: string) =>
  ClusterSpec.parse({
    kubernetesVersion: "v1.35.4",
    pools: [{ name: "md-0", role: "fallback", minNodes: 2, maxNodes: 2, machineClass: "worker" }],
    clusterApi: { managementId, namespace: "default", classRef: { name: "quick", namespace: "default" } },
  });

test("the tree is read from the management cluster, by whoever may read", async () => {
  const { root, sentence, command } = await getObjectTree(fleet.as("viewer"), { name });
  expect(sentence).toBeNull();
  expect(command).toBe("clusterctl describe cluster heron --namespace default");
  expect(root?.children[0]?.children[0]).toMatchObject({
    kind: "MachineDeployment",
    children: [{ role: "group" }],
  });
  const { yaml } = await getTreeObject(fleet.as("viewer"), target("w1"));
  expect(yaml).toMatch(/^apiVersion: cluster\.x-k8s\.io\/v1beta2\nkind: Machine\n/);
});

test("a cluster of the same name that is somebody else's is not shown", async () => {
  await fleet.kube.patch(
    `${ROOT}/clusters/${name}`,
    { metadata: { labels: { [OWNER_LABEL]: "another" } } },
    "application/merge-patch+json",
  );
  const { root, sentence } = await getObjectTree(fleet.as("viewer"), { name });
  expect({ root, sentence }).toEqual({
    root: null,
    sentence: "home has no Cluster object default/heron of ours. Creating it is the first step.",
  });
  await expect(getTreeObject(fleet.as("viewer"), target("w1"))).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("a management cluster that is away is told as that, never as an empty tree", async () => {
  const ciphertext = await fleet.app.managements.seal(
    (await specNow())?.clusterApi?.managementId ?? "",
    deadKubeconfig,
  );
  await fleet.db.managementCluster.updateMany({ data: { ciphertext } });
  const asked = getObjectTree(fleet.as("viewer"), { name });
  await expect(asked).rejects.toThrow(/^home: https:\/\/127\.0\.0\.1:9 cannot be reached/);
});

test("a chosen machine is marked first, and the wish has one fewer", async () => {
  await deleteMachine(fleet.as("operator"), { ...target("w2"), way: "remove" });
  expect(await marksOf("w2")).toEqual([DELETE_MARK]);
  expect(await marksOf("w1")).toEqual([]);
  expect((await specNow())?.pools).toMatchObject([{ minNodes: 1, maxNodes: 1 }]);
  expect(await audited()).toEqual([
    { action: "cluster.delete-machine", detail: { machine: "w2", way: "remove", pool: "md-0" } },
  ]);
});

test("when the wish was changed meanwhile, nothing is left marked", async () => {
  const app = fleet.as("operator");
  const overtaken = { ...app, clusters: { ...app.clusters, saveSpec: () => Promise.resolve(false) } };
  await expect(deleteMachine(overtaken, { ...target("w2"), way: "remove" })).rejects.toMatchObject({
    code: "CONFLICT",
  });
  expect(await marksOf("w2")).toEqual([]);
  expect(await audited()).toEqual([]);
});

test("one that is replaced goes, and the wish stays", async () => {
  await deleteMachine(fleet.as("operator"), { ...target("w2"), way: "replace" });
  await expect(find("Machine", "w2")).rejects.toThrow(/not found/);
  expect((await specNow())?.pools).toMatchObject([{ minNodes: 2, maxNodes: 2 }]);
  expect(await audited()).toMatchObject([{ action: "cluster.delete-machine", detail: { way: "replace" } }]);
});

test("a preview writes nothing, and says when it cannot tell what runs there", async () => {
  const status = { nodeRef: { name: "node-1" } };
  await fleet.kube.patch(`${ROOT}/machines/w1`, { status }, "application/merge-patch+json");
  const plan = await planMachineDeletion(fleet.as("operator"), target("w1"));
  expect(plan).toMatchObject({
    node: "node-1",
    load: null,
    unread: "What runs on node-1 could not be read. heron has no kubeconfig.",
  });
  expect(await marksOf("w1")).toEqual([]);
  expect(await audited()).toEqual([]);
});

test("a machine is remediated where a check watches it, and nowhere else", async () => {
  await expect(remediateMachine(fleet.as("operator"), target("w1"))).rejects.toThrow(
    /No MachineHealthCheck watches w1/,
  );
  expect(await marksOf("w1")).toEqual([]);
  await make("MachineHealthCheck", "all", { spec: { clusterName: name }, status: { targets: ["w1"] } });
  await remediateMachine(fleet.as("operator"), target("w1"));
  expect(await marksOf("w1")).toEqual([REMEDIATE_MARK]);
  expect(await audited()).toEqual([
    { action: "cluster.remediate-machine", detail: { machine: "w1", check: "all" } },
  ]);
});

test.each<[string, () => Promise<unknown>, string]>([
  [
    "a viewer",
    () => deleteMachine(fleet.as("viewer"), { ...target("w1"), way: "remove" }),
    "You may not delete a machine",
  ],
  [
    "a viewer, of a preview",
    () => planMachineDeletion(fleet.as("viewer"), target("w1")),
    "You may not delete a machine",
  ],
  [
    "a machine that was replaced meanwhile",
    () => deleteMachine(fleet.as("operator"), { name, uid: "gone", way: "replace" }),
    "heron has no such machine any more.",
  ],
  [
    "a cluster that Cluster API does not make",
    () => getObjectTree(fleet.as("viewer"), { name: "lab" }),
    "lab is not made by Cluster API",
  ],
])("refused: %s", async (_, act, sentence) => {
  await expect(act()).rejects.toThrow(sentence);
  expect(await marksOf("w1")).toEqual([]);
});

test("a cluster that is paused or on its way out keeps its machines", async () => {
  const pause = (paused: boolean) =>
    fleet.kube.patch(`${ROOT}/clusters/${name}`, { spec: { paused } }, "application/merge-patch+json");
  const attempt = () => deleteMachine(fleet.as("operator"), { ...target("w1"), way: "replace" });
  await pause(true);
  await expect(attempt()).rejects.toThrow(/The cluster is paused/);
  await pause(false);
  await fleet.db.cluster.updateMany({ where: { name }, data: { deletionRequestedAt: new Date() } });
  await expect(attempt()).rejects.toThrow("heron is being deleted; nothing else can be changed in it.");
  expect(uids["Machine/w1"]).toBe((await find("Machine", "w1")).metadata.uid);
});
