import { afterAll, beforeAll, expect, test } from "vitest";
import type { ClassPool } from "#server/domain/cluster/cluster-api/class-wish.ts";
import { STARTER_CLASS, starterClass } from "#server/domain/cluster/cluster-api/starter-class.ts";
import { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { previewChange } from "#server/services/cluster/preview-change.ts";
import { listUpgrades } from "#server/services/cluster/upgrade.ts";
import { drive } from "./cluster-api/drive.ts";
import { applyAll, startManagement, type Management } from "./cluster-api/management.ts";
import { operated } from "./cluster-api/operated.ts";
import { processesOn } from "./local/processes.ts";

const NAMESPACE = "fleet";
const PATH = `/apis/cluster.x-k8s.io/v1beta2/namespaces/${NAMESPACE}/clusters/heron`;
const pool = (name: string, minNodes: number, maxNodes = minNodes): ClassPool => ({
  name,
  role: name === "green" ? "green" : "fallback",
  minNodes,
  maxNodes,
  machineClass: "default-worker",
});
const spec = ClusterSpec.parse({
  kubernetesVersion: "v1.34.3",
  pools: [pool("md-0", 2)],
  clusterApi: {
    managementId: "m1",
    namespace: NAMESPACE,
    classRef: { name: STARTER_CLASS, namespace: NAMESPACE },
    controlPlaneReplicas: 1,
  },
});
const { signal } = new AbortController();

let management: Management;
const heron = operated(() => management, spec);
const { app, name, change, settle, names } = heron;
const pools = (...all: ClassPool[]) => ({ kind: "pools" as const, pools: all });
const preview = (wish: Parameters<typeof change>[0]) => previewChange(app, { name, change: wish });

beforeAll(async () => {
  management = await startManagement();
  await applyAll(management.kube, [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } },
    ...starterClass(NAMESPACE, STARTER_CLASS, 0),
  ]);
  await settle("create");
});
afterAll(async () => {
  await management.stop();
  expect(processesOn(management.dir)).toEqual([]);
});

test("a preview says what a change of pools does, and writes nothing", async () => {
  const before = await management.kube.json(PATH);
  const { words, changes, autoscaler } = await preview(pools(pool("md-0", 3), pool("green", 1, 4)));
  expect(words).toEqual([
    "md-0: 2 → 3\u00a0machines.",
    "Pool green is added with 1\u00a0machine of the class default-worker, 1 to 4\u00a0machines by the autoscaler, for Jobs in green hours.",
  ]);
  expect(changes).toEqual([
    expect.objectContaining({
      path: "spec.topology.workers.machineDeployments[md-0].replicas",
      from: "2",
      to: "3",
      typed: true,
    }),
    expect.objectContaining({
      path: "spec.topology.workers.machineDeployments[green]",
      from: null,
      typed: true,
    }),
  ]);
  expect(autoscaler).toContain("no Deployment of that name is in home");
  expect(await management.kube.json(PATH)).toMatchObject({
    spec: (before as { spec: object }).spec,
    metadata: { generation: (before as { metadata: { generation: number } }).metadata.generation },
  });
});

test("a pool grows, another comes with as many as its bounds keep", async () => {
  await change(pools(pool("md-0", 3), pool("green", 1, 4)));
  await settle("scale");
  expect(await names("md-0")).toHaveLength(3);
  expect(await names("green")).toHaveLength(1);
});

test("from a size to bounds and back its machines stay; too many for the bounds are taken away at once", async () => {
  const before = await names("md-0");
  await change(pools(pool("md-0", 0, 5), pool("green", 1, 4)));
  await settle("scale");
  expect(await names("md-0")).toEqual(before);
  await change(pools(pool("md-0", 3), pool("green", 1, 4)));
  await settle("scale");
  expect(await names("md-0")).toEqual(before);
  const { words } = await preview(pools(pool("md-0", 0, 2), pool("green", 1, 4)));
  expect(words).toEqual([
    "md-0: 3\u00a0machines → 0 to 2\u00a0machines by the autoscaler; it has 3 now, so Cluster API makes it 2 at once.",
  ]);
  await change(pools(pool("md-0", 0, 2), pool("green", 1, 4)));
  await settle("scale");
  expect(await names("md-0")).toHaveLength(2);
});

test("an autoscaler that is there is told by its place", async () => {
  const deployment = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "fleet-cluster-autoscaler", namespace: NAMESPACE },
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: "a" } },
      template: {
        metadata: { labels: { app: "a" } },
        spec: { containers: [{ name: "a", image: "example.org/a" }] },
      },
    },
  };
  await applyAll(management.kube, [deployment]);
  const { autoscaler } = await preview(pools(pool("md-0", 0, 4), pool("green", 1, 4)));
  expect(autoscaler).toContain("the Deployment fleet/fleet-cluster-autoscaler is there in home");
});

test("a pool goes, with its machines, which are named before", async () => {
  const [green] = await names("green");
  const wish = pools(pool("md-0", 1));
  expect((await preview(wish)).words).toEqual([
    "md-0: 0 to 2\u00a0machines by the autoscaler → always 1\u00a0machine; it has 2 now.",
    `Pool green goes, and its 1\u00a0machine: ${green}. Each is drained first.`,
  ]);
  await change(wish);
  await settle("scale");
  expect(await names("green")).toEqual([]);
  expect(await names("md-0")).toHaveLength(1);
});

test.each([
  [
    "a class of worker that is not there",
    [{ ...pool("more", 1), machineClass: "huge" }],
    /has no worker class huge/,
  ],
  [
    "another class for a pool that is there",
    [{ ...pool("md-0", 1), machineClass: "huge" }],
    /stay of their class/,
  ],
  ["two of a name", [pool("md-0", 1), pool("md-0", 2)], /Two pools have the name md-0/],
  ["more at least than at most", [pool("md-0", 3, 1)], /cannot keep more machines/],
])("%s is refused, and nothing is written", async (_, wish, sentence) => {
  const { generation } = heron.row;
  await expect(preview(pools(...wish))).rejects.toThrow(sentence);
  await expect(change(pools(...wish))).rejects.toThrow(sentence);
  expect(heron.row.generation).toBe(generation);
});

test("a roll replaces every machine of the pool, and only those", async () => {
  const [before, controlPlane] = [await names("md-0"), await names(null)];
  const wish = { kind: "roll", pool: "md-0" } as const;
  expect((await preview(wish)).words).toEqual(["md-0 is rolled: its machine is replaced by a new one."]);
  await change(wish);
  await settle("scale");
  const after = await names("md-0");
  expect(after).toHaveLength(1);
  expect(before).not.toContain(after[0]);
  expect(await names(null)).toEqual(controlPlane);
});

test("the control plane is rolled as well", async () => {
  const before = await names(null);
  await change({ kind: "roll", pool: null });
  await settle("scale");
  const after = await names(null);
  expect(after).toHaveLength(1);
  expect(before).not.toContain(after[0]);
});

test("while it is paused a wish is taken and nothing is done, until it is resumed", async () => {
  await change({ kind: "pause", paused: true });
  expect(await settle("scale")).toEqual([
    { step: "topology", says: "It is paused, as asked: nothing of it is changed or healed." },
  ]);
  expect((await heron.provider.observe(heron.identity, heron.row.spec, signal)).message).toMatch(/^Paused: /);
  const wish = pools(pool("md-0", 2));
  expect((await preview(wish)).words.at(-1)).toBe(
    "It is paused: nothing of this is done until it is resumed.",
  );
  await change(wish);
  await settle("scale");
  expect(await names("md-0")).toHaveLength(1);
  await expect(change({ kind: "upgrade", version: "v1.36.4" })).rejects.toThrow(
    "It is paused: Cluster API changes nothing of it. Resume it.",
  );
  await change({ kind: "pause", paused: false });
  await settle("scale");
  expect(await names("md-0")).toHaveLength(2);
});

const theirs = (paused: boolean | null) =>
  management.kube.patch(PATH, { spec: { paused } }, "application/merge-patch+json");
test("paused by somebody else: the steps say so", async () => {
  await theirs(true);
  const attempt = heron.provider.apply("topology", heron.identity, heron.row.spec, signal);
  await expect(attempt).rejects.toThrow(/It is paused, and not from here/);
  await theirs(null);
  await drive(
    heron.provider,
    "apply",
    heron.identity,
    heron.row.spec,
    heron.provider.scaleSteps(heron.row.spec),
  );
});

test("two minors up in one wish: each check holds, the minors are chained, and the way is told", async () => {
  const view = await listUpgrades(app, { name });
  expect(view).toMatchObject({ from: "v1.34.3", typed: null, plan: null });
  expect(view.ways.at(-1)).toEqual({ version: "v1.36.4", through: ["v1.35.4", "v1.36.4"] });
  const wish = { kind: "upgrade", version: "v1.36.4" } as const;
  const { checks, words } = await preview(wish);
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(checks.map((check) => check.name)).toEqual([
    "resumed",
    "quiet",
    "control-plane",
    "machines",
    "skew",
    "version",
  ]);
  expect(words[0]).toBe("Kubernetes: v1.34.3 → v1.35.4 → v1.36.4.");
  expect(words[1]).toContain("each of its 3\u00a0machines is replaced 2 times");
  await change(wish);
  const told = await settle("scale");
  expect(told.some(({ says }) => says.includes("On the way to v1.36.4: for the control plane,"))).toBe(true);
  expect(await heron.provider.observe(heron.identity, heron.row.spec, signal)).toMatchObject({
    version: "v1.36.4",
    message: undefined,
  });
});

test("a class without versions: only the next minor may be typed, and a preview says why not another", async () => {
  const theirClass = "/apis/cluster.x-k8s.io/v1beta2/namespaces/fleet/clusterclasses/karbonetes-in-memory";
  const none = { spec: { kubernetesVersions: null } };
  await management.kube.patch(theirClass, none, "application/merge-patch+json");
  await expect.poll(async () => (await listUpgrades(app, { name })).typed).toEqual({ next: "v1.37" });
  const { checks, changes } = await preview({ kind: "upgrade", version: "v1.38.0" });
  expect(checks.filter(({ ok }) => !ok)).toEqual([
    expect.objectContaining({ name: "version", sentence: expect.stringContaining("goes to v1.37 first") }),
  ]);
  expect(changes).toEqual([]);
  const next = await preview({ kind: "upgrade", version: "v1.37.0" });
  expect(next.changes).toEqual([
    expect.objectContaining({ path: "spec.topology.version", from: "v1.36.4", to: "v1.37.0" }),
  ]);
});

test("each change was written down", () => {
  expect(new Set(heron.audits)).toEqual(
    new Set(["cluster.scale", "cluster.roll", "cluster.pause", "cluster.resume", "cluster.upgrade"]),
  );
});
