import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { haveEngines } from "#server/adapters/control-plane/have-engines.ts";
import { applyObjects } from "#server/adapters/kubernetes/object-set.ts";
import { untilServed } from "#server/adapters/kubernetes/install.ts";
import type { Job, KubeObject } from "#server/domain/kubernetes.ts";
import { objectsIn } from "./charts/helm.ts";
import { addNode, key, removeAll, until } from "./program/cluster.ts";
import { runToEnd } from "./program/replica.ts";
import { programWorld, type ProgramWorld } from "./program/world.ts";

const POLICIES = "/apis/carbon-aware.io/v1alpha1/namespaces/karbonetes-system/carbonawarepolicies";
const POOLS = "/apis/karpenter.sh/v1/nodepools";
const JOBS = "/apis/batch/v1/namespaces/batch/jobs";
const admin = inject("kubeconfig");
let world: ProgramWorld;
let dir: string;

beforeAll(async () => {
  dir = mkdtempSync(path.join(os.tmpdir(), "demo-"));
  world = await programWorld(admin, "demo-agent");
  const { kube } = world;
  const engines = await haveEngines({ env: process.env, say: () => undefined });
  const crds = objectsIn(readFileSync(engines["karpenter-crds.yaml"], "utf8"));
  const signal = AbortSignal.timeout(30_000);
  await applyObjects({ client: kube, signal }, crds);
  await untilServed(kube, POOLS, signal);
  await addNode(kube, "demo-green", "green-batch", [
    { key: key("pool"), value: "green", effect: "NoSchedule" },
  ]);
  await addNode(kube, "demo-default", "default", []);
  // the default of the cluster is a person's already
  await kube.json(POLICIES, {
    method: "POST",
    body: {
      apiVersion: "carbon-aware.io/v1alpha1",
      kind: "CarbonAwarePolicy",
      metadata: { name: "default" },
      spec: { maxDelay: "3h" },
    },
  });
  await world.start("demo");
});

afterAll(async () => {
  await demo("remove");
  await removeAll(world.kube, [
    "/api/v1/nodes/demo-green",
    "/api/v1/nodes/demo-default",
    `${POLICIES}/default`,
  ]);
  await world.close();
  rmSync(dir, { recursive: true, force: true });
});

async function demo(...args: string[]): Promise<string> {
  const { code, output } = await runToEnd(dir, ["demo", ...args], admin);
  expect(code, output).toBe(0);
  return output;
}
const suspended = async (name: string) =>
  (await world.kube.json<Job>(`${JOBS}/${name}`)).spec.suspend ?? false;

test("apply, status, green on, remove: the four workloads do what they are samples of", async () => {
  expect(await demo("status")).toContain("`karbon demo apply` puts some there.");
  const applied = await demo("apply");
  for (const line of [
    "created    CarbonScore demo",
    "created    Namespace batch",
    "created    KWOKNodeClass default",
    "created    NodePool green-batch",
    "left       CarbonAwarePolicy karbonetes-system/default: it was there before, and is not the demo's",
    "created    CarbonAwarePolicy default",
    "created    CronJob nightly",
    "created    Job strict",
  ])
    expect(applied).toContain(line);
  expect(await Promise.all(["plain", "carbon-aware", "strict"].map(suspended))).toEqual([false, true, true]);
  expect(await demo("apply")).not.toMatch(/^(created|changed)/m);

  const dirty = await demo("status");
  expect(dirty).toContain("The grid demo is at 420 g/kWh (karbon demo, set by hand, not measured).");
  expect(dirty).toMatch(/^carbon-aware +held +AboveLimit +\S+Z +\S+Z +-$/m);
  expect(dirty).toMatch(/^strict +held +AboveLimit/m);

  expect(await demo("green", "on")).toContain("The grid demo is green now");
  await until(async () => {
    const green = await demo("status");
    expect(green).toMatch(/^strict +(running|complete) +UnderLimit +\S+Z +\S+Z +green-batch$/m);
    expect(green).toMatch(/^carbon-aware +(running|complete) +UnderLimit +\S+Z +\S+Z +green-batch$/m);
    expect(green).toMatch(/^plain +(running|complete) +not carbon-aware +- +- +(default|fallback)$/m);
  });

  const removed = await demo("remove");
  expect(removed).toContain("removed    Namespace batch");
  expect(removed).not.toContain("karbonetes-system/default");
  const { spec } = await world.kube.json<KubeObject & { spec: { maxDelay: string } }>(`${POLICIES}/default`);
  expect(spec.maxDelay).toBe("3h");
  expect((await world.kube.list(POOLS)).items).toEqual([]);
  await expect(world.kube.json("/api/v1/namespaces/batch")).rejects.toMatchObject({ status: 404 });
  expect(await demo("remove")).toBe("Nothing of the demo is in this cluster.\n");
});

test("a grid that somebody else writes is never overwritten, and others' Jobs keep the namespace", async () => {
  const score = "/apis/carbon-aware.io/v1alpha1/carbonscores/de";
  const theirs = { zone: "DE", signal: "average", provenance: "theirs" };
  const body = {
    apiVersion: "carbon-aware.io/v1alpha1",
    kind: "CarbonScore",
    metadata: { name: "de" },
    spec: theirs,
  };
  await world.kube.apply(score, body, { fieldManager: "theirs", force: true });
  const { code, output } = await runToEnd(dir, ["demo", "green", "on", "--zone", "DE"], admin);
  expect([code, output]).toEqual([
    1,
    "The CarbonScore of DE is written by somebody else; the demo sets a grid of its own only.\n",
  ]);

  await demo("apply");
  const plain = await world.kube.json<Job>(`${JOBS}/plain`);
  const { template } = plain.spec;
  const own = { ...template, metadata: {} };
  await world.kube.json(JOBS, {
    method: "POST",
    body: { apiVersion: "batch/v1", kind: "Job", metadata: { name: "mine" }, spec: { template: own } },
  });
  expect(await demo("remove")).toContain("left       Namespace batch: others' are in it: mine");
  expect((await world.kube.list<Job>(JOBS)).items.map(({ metadata }) => metadata.name)).toContain("mine");
  await removeAll(world.kube, [`${JOBS}/mine`]);
});
