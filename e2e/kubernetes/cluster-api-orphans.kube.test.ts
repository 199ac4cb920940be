import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { CLUSTER_API_VERSION } from "#server/domain/cluster/cluster-api/cluster-object.ts";
import { PERMISSIONS } from "#server/domain/cluster/cluster-api/management.ts";
import { Waiting } from "#server/domain/errors.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { limitedTo } from "./cluster-api/credentials.ts";
import { named, specOf, startFaultWorld, type FaultWorld } from "./cluster-api/fault-world.ts";
import { NAMESPACE } from "./cluster-api/fleet.ts";
import { tracesOf } from "./cluster-api/traces.ts";

const MERGE = "application/merge-patch+json";
const PATIENCE = { timeout: 60_000, interval: 200 };
const { signal } = new AbortController();
const seconds = (from: number, to = performance.now()): string => ((to - from) / 1_000).toFixed(0);
/** All at once, Cluster API's calls to itself run out of time on two cores. */
async function threeAtATime<T>(all: readonly T[], act: (one: T) => Promise<unknown>): Promise<void> {
  const left = all.values();
  const some = async (): Promise<void> => {
    for (const one of left) await act(one);
  };
  await Promise.all([some(), some(), some()]);
}
const root = (group: string) => `/apis/${group}cluster.x-k8s.io/v1beta2/namespaces/${NAMESPACE}`;
vi.setConfig({ testTimeout: 900_000 });
let world: FaultWorld;

beforeAll(async () => {
  world = await startFaultWorld();
});
afterAll(() => world.stop());

test("a delete in the middle of each step of creation leaves no object, process, port or file", async () => {
  const startedAt = performance.now();
  const half = async (step: string | undefined, at: number): Promise<void> => {
    const name = `half-${step ?? "none"}`;
    if (step) {
      await world.create(name, specOf(1), world.steps.slice(0, at));
      await world.provider.apply(step, named(name), specOf(1), signal).catch(() => undefined); // begun, whatever came of it
    }
    await world.remove(name);
  };
  await threeAtATime([undefined, ...world.steps], (step) => half(step, world.steps.indexOf(step ?? "")));
  await world.expectNothingLeft();
  process.stderr.write(`A delete at each step: ${seconds(startedAt)} s.\n`);
});

test("a machine whose MachineSet went before it is let go all the same, or it says who may do so", async () => {
  const { credentials, kube, management } = world;
  const teardown = () => world.provider.teardown("workers", named("strayed"), specOf(1), signal);
  await world.create("strayed", specOf(1), ["topology", "infrastructure"]);
  const ofPool = async (list: string) => {
    const { items } = await kube.list<KubeObject>(list);
    const found = items.find(({ metadata }) => metadata.name.startsWith("strayed-md-0-"));
    return found ?? expect.fail(`no ${list} yet`);
  };
  const machine = await vi.waitFor(async () => {
    const found = await ofPool(`${root("infrastructure.")}/devmachines`);
    expect(found.metadata.finalizers).toHaveLength(1); // from here on its provider leaves them alone
    return found;
  }, PATIENCE);
  const machinePath = `${root("infrastructure.")}/devmachines/${machine.metadata.name}`;
  const finalizers = [...(machine.metadata.finalizers ?? []), "example.org/keep"];
  await kube.patch(machinePath, { metadata: { finalizers } }, MERGE);
  await expect(teardown()).rejects.toThrow(Waiting);
  const set = await vi.waitFor(async () => {
    const found = await ofPool(`${root("")}/machinesets`);
    expect(found.metadata.deletionTimestamp).toBeDefined();
    return found;
  }, PATIENCE);
  await kube.patch(`${root("")}/machinesets/${set.metadata.name}`, { metadata: { finalizers: [] } }, MERGE);
  await kube.patch(machinePath, { metadata: { finalizers: [] } }, MERGE);

  const limited = await limitedTo(kube, management.kubeconfig, PERMISSIONS);
  credentials.kubeconfig = limited.kubeconfig;
  const whoMay = /its MachineSet strayed-md-0-\S+ is gone.*kubectl .*patch machine/;
  await vi.waitFor(() => expect(teardown()).rejects.toThrow(whoMay), PATIENCE);
  credentials.kubeconfig = management.kubeconfig;
  await limited.remove();
  await world.remove("strayed");
  await world.expectNothingLeft();
});

test("10 clusters of 3 machines beside each other: each is Ready, each has a port of its own, and nothing of any is left", async () => {
  const names = Array.from({ length: 10 }, (_, n) => `heron-${n}`);
  const spec = specOf(2);
  const startedAt = performance.now();
  await threeAtATime(names, (name) => world.create(name, spec));
  const readyAt = performance.now();
  const whole = { reachable: true, nodesReady: 3, nodesWanted: 3, message: undefined, version: "v1.35.4" };
  const servers = new Set<string | undefined>();
  for (const name of names) {
    const look = await world.provider.observe(named(name), spec, signal);
    expect(look).toMatchObject(whole);
    servers.add(look.server);
  }
  expect(servers.size).toBe(10);
  const machines = `/apis/${CLUSTER_API_VERSION}/namespaces/${NAMESPACE}/machines`;
  expect((await world.kube.list(machines)).items).toHaveLength(30);
  const ofCapd = (await tracesOf(world.management)).ports.filter((port) => port >= 20_000 && port < 30_000);
  expect(ofCapd).toHaveLength(10);

  await threeAtATime(names, (name) => world.remove(name, spec));
  await world.expectNothingLeft();
  process.stderr.write(
    `10 clusters of 3: Ready after ${seconds(startedAt, readyAt)} s, gone ${seconds(readyAt)} s later.\n`,
  );
});
