import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Node, PodSpec } from "#server/domain/kubernetes.ts";
import { addPool, testJob, testWorld, type TestWorld } from "../testing.ts";
import type { NodePool } from "./node-pool.ts";

const TOLERATION = { key: "carbon-aware.io/pool", operator: "Exists" };
const IN_GREEN = { matchExpressions: [{ key: "karpenter.sh/nodepool", operator: "In", values: ["green"] }] };
/** As the agent writes it at release. */
const PREFER_GREEN: Partial<PodSpec> = {
  tolerations: [TOLERATION],
  affinity: {
    nodeAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, preference: IN_GREEN }],
    },
  },
};
const REQUIRE_GREEN: Partial<PodSpec> = {
  tolerations: [TOLERATION],
  affinity: {
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [IN_GREEN] } },
  },
};

let world: TestWorld;
beforeEach(async () => {
  world = await testWorld();
});
afterEach(async () => {
  expect(world.warnings).toEqual([]);
  await world.close();
});

const nodes = (pool?: string) =>
  world.api
    .list<Node>("nodes")
    .filter(({ metadata }) => !pool || metadata.labels?.["karpenter.sh/nodepool"] === pool);
const poolsOf = (job: string) =>
  world
    .pods()
    .filter(({ metadata }) => metadata.labels?.["job-name"] === job)
    .map(({ spec }) => spec.nodeName?.replace(/-[^-]*$/, "") ?? "none");
const run = async (name: string, pod: Partial<PodSpec>, options: Parameters<typeof testJob>[1] = {}) => {
  await world.api.create(testJob(name, { pod, ...options }));
  await world.pass(0);
};
const setMax = (pool: string, nodesWanted: number) =>
  world.api.update<NodePool>("nodepools", undefined, pool, ({ spec }) => {
    spec.limits = { nodes: String(nodesWanted) };
  });

describe("a green Job", () => {
  test.each([
    ["prefers", PREFER_GREEN],
    ["requires", REQUIRE_GREEN],
  ])(
    "%s the green pool: it waits for a node that did not exist before, though another has room",
    async (_, pod) => {
      await addPool(world);
      await addPool(world, { name: "green", role: "green", minNodes: 0, maxNodes: 1 });
      const before = nodes().map(({ metadata }) => metadata.name);
      await run("a", pod);
      expect(poolsOf("a")).toEqual(["none"]);
      expect(world.pods()[0]?.status?.conditions?.[0]).toMatchObject({
        type: "PodScheduled",
        status: "False",
        reason: "Unschedulable",
        message: expect.stringContaining("A node of the pool green is starting."),
      });
      await world.pass(6);
      expect(poolsOf("a")).toEqual(["green"]);
      expect(before).not.toContain(world.pods()[0]?.spec.nodeName);
      await world.pass(5);
      expect(world.reasons(world.pods()[0]?.metadata.name ?? "")).toEqual([
        "FailedScheduling",
        "Scheduled",
        "Started",
      ]);
    },
  );

  test("that prefers a full pool goes elsewhere; one that requires it waits and says why", async () => {
    await addPool(world);
    await addPool(world, { name: "green", role: "green", minNodes: 0, maxNodes: 1, cpu: 2 });
    await run("full", PREFER_GREEN, { spec: { parallelism: 2, completions: 2 } });
    await run("prefers", PREFER_GREEN);
    await run("requires", REQUIRE_GREEN);
    await world.pass(10);
    expect(poolsOf("full")).toEqual(["green", "green"]);
    expect(poolsOf("prefers")).toEqual(["fallback"]);
    const pod = world.pods().find(({ metadata }) => metadata.labels?.["job-name"] === "requires");
    expect(pod?.status?.conditions?.find(({ type }) => type === "PodScheduled")?.message).toBe(
      "0/2 nodes are available: 1 Insufficient cpu, 1 node(s) didn't match Pod's node affinity/selector.",
    );
  });

  test("without any green pool runs on the fallback pool", async () => {
    await addPool(world);
    await run("a", PREFER_GREEN);
    await world.pass(2);
    expect(poolsOf("a")).toEqual(["fallback"]);
  });
});

describe("a pool", () => {
  test("keeps the taint between plain Jobs and green nodes", async () => {
    await addPool(world, { name: "green", role: "green", minNodes: 1, maxNodes: 2 });
    await run("plain", {});
    await world.pass(10);
    expect(poolsOf("plain")).toEqual(["none"]);
    expect(world.pods()[0]?.status?.conditions?.[0]?.message).toBe(
      "0/1 nodes are available: 1 node(s) had untolerated taint(s).",
    );
  });

  test("starts as many nodes as the pods need, packed, and no more than its limit", async () => {
    await addPool(world, { minNodes: 0, maxNodes: 2, cpu: 4 });
    await run("a", {}, { spec: { parallelism: 10, completions: 10 } });
    await world.pass(6);
    expect(nodes()).toHaveLength(2);
    expect(poolsOf("a").filter((pool) => pool === "fallback")).toHaveLength(8);
    await world.pass(64);
    expect(poolsOf("a").filter((pool) => pool === "fallback")).toHaveLength(10);
  });

  test("makes nodes that look real", async () => {
    await addPool(world, { name: "green", role: "green", minNodes: 1 });
    expect(nodes()[0]).toMatchObject({
      metadata: { labels: { "karpenter.sh/nodepool": "green", "kubernetes.io/os": "linux" } },
      spec: { taints: [{ key: "carbon-aware.io/pool", value: "green", effect: "NoSchedule" }] },
      status: {
        capacity: { cpu: "16", memory: "64Gi", pods: "110" },
        nodeInfo: { kubeletVersion: "v1.36.4" },
      },
    });
    expect(world.api.get<NodePool>("nodepools", undefined, "green")?.status?.resources).toEqual({
      nodes: "1",
    });
  });

  test("gives back empty nodes after consolidateAfter, but not those it keeps", async () => {
    await addPool(world, { minNodes: 1, cpu: 2 });
    await run("a", {}, { spec: { parallelism: 4, completions: 4 }, runs: "10s" });
    await world.pass(20);
    expect(nodes()).toHaveLength(2);
    await world.pass(40);
    expect(nodes()).toHaveLength(1);
  });

  test("counts on after a restart: an empty node goes when it would have gone", async () => {
    await addPool(world, { minNodes: 0 });
    await run("a", {}, { runs: "10s" });
    await world.pass(20);
    expect(nodes()).toHaveLength(1);
    await world.restart(60);
    await world.pass(1);
    expect(nodes()).toHaveLength(0);
  });

  test("a node that was starting when all ended is ready after the restart", async () => {
    await addPool(world, { minNodes: 0 });
    await run("a", {});
    await world.restart(10);
    await world.pass(1);
    expect(poolsOf("a")).toEqual(["fallback"]);
  });

  test("scaled down drains: empty nodes go at once, busy ones when they are done", async () => {
    await addPool(world, { minNodes: 3, maxNodes: 3 });
    await run("a", {}, { spec: { parallelism: 2, completions: 2 }, runs: "60s" });
    await world.pass(5);
    await setMax("fallback", 1);
    await world.pass(2);
    expect(nodes()).toHaveLength(2);
    expect(world.job("a")?.status).toMatchObject({ active: 2 });
    await world.pass(60);
    expect(nodes()).toHaveLength(1);
    expect(world.job("a")?.status).toMatchObject({ succeeded: 2 });
    expect(world.job("a")?.status?.failed).toBeUndefined();
  });

  test("that is deleted drains as well", async () => {
    await addPool(world, { minNodes: 2, maxNodes: 2 });
    await run("a", {}, { runs: "30s" });
    await world.pass(5);
    await world.api.delete("nodepools", undefined, "fallback");
    await world.pass(2);
    expect(nodes()).toHaveLength(1);
    await world.pass(30);
    expect(nodes()).toHaveLength(0);
    expect(world.job("a")?.status).toMatchObject({ succeeded: 1 });
  });
});

test("a node made by hand for kwok becomes ready and takes pods; when it goes, so do they", async () => {
  await world.api.create<Node>({
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: "mine", annotations: { "kwok.x-k8s.io/node": "fake" }, labels: { disk: "fast" } },
  });
  await run("a", { nodeSelector: { disk: "fast" } });
  await world.pass(3);
  expect(world.pods()[0]?.spec.nodeName).toBe("mine");
  await world.api.delete("nodes", undefined, "mine");
  await world.pass(12);
  expect(world.job("a")?.status).toMatchObject({ failed: 1, active: 1 });
  expect(world.pods().map(({ spec }) => spec.nodeName)).toEqual([undefined]);
});
