import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { MANAGERS } from "#server/adapters/control-plane/cluster-api/managers.ts";
import { FIELD_MANAGER } from "#server/adapters/provider/apply-pools.ts";
import { PERMISSIONS } from "#server/domain/cluster/cluster-api/management.ts";
import { ClassWish } from "#server/domain/cluster/cluster-api/class-wish.ts";
import { STARTER_CLASS, starterClass } from "#server/domain/cluster/cluster-api/starter-class.ts";
import { createObjectPaths } from "#server/adapters/kubernetes/object-path.ts";
import { listClasses } from "#server/adapters/provider/cluster-api/classes.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { Waiting } from "#server/domain/errors.ts";
import { createFromClass } from "#server/services/cluster/create-from-class.ts";
import { killApi } from "./cluster-api/api-restart.ts";
import { appIn } from "./cluster-api/app.ts";
import { named, specOf, startFaultWorld, type FaultWorld } from "./cluster-api/fault-world.ts";
import { NAMESPACE } from "./cluster-api/fleet.ts";
import { applyAll } from "./cluster-api/management.ts";
import { limitedTo, withToken } from "./cluster-api/credentials.ts";

const { signal } = new AbortController();
const CLUSTERS = `/apis/cluster.x-k8s.io/v1beta2/namespaces/${NAMESPACE}/clusters`;
const SECRETS = `/api/v1/namespaces/${NAMESPACE}/secrets`;
const MERGE = "application/merge-patch+json";
const PATIENCE = { timeout: 60_000, interval: 200 };
vi.setConfig({ testTimeout: 300_000 }); // each makes a cluster and takes it down
let world: FaultWorld;

beforeAll(async () => {
  world = await startFaultWorld();
});
afterEach(() => void (world.credentials.kubeconfig = world.management.kubeconfig)); // also after one that failed
afterAll(() => world.stop());

const apply = (step: string, name: string, spec = specOf(1)) =>
  world.provider.apply(step, named(name), spec, signal);
const teardown = (step: string, name: string) =>
  world.provider.teardown(step, named(name), specOf(1), signal);
/** What it says now, done or not. */
const says = (act: Promise<{ message: string }>): Promise<string> =>
  act.then(
    ({ message }) => message,
    (error: unknown) => (error as Error).message,
  );

const NO_WEBHOOK = /failed calling webhook .*connection refused/;
const told = (act: () => Promise<{ message: string }>, sentence: RegExp | string) =>
  vi.waitFor(async () => expect(await says(act())).toMatch(sentence), PATIENCE);
const isWhole = async (name: string) => {
  const look = await world.provider.observe(named(name), specOf(1), signal);
  expect(look).toMatchObject({ reachable: true, nodesReady: 2, nodesWanted: 2, message: undefined });
  return look.server;
};

test("the provider of the machines away: creation names the webhook that does not answer, and goes on once it is back", async () => {
  const { clusterApi } = world.management;
  await clusterApi.kill("capd");
  await told(() => apply("topology", "orphaned"), NO_WEBHOOK);
  await clusterApi.run("capd");
  await world.create("orphaned");
  const server = await isWhole("orphaned");

  await clusterApi.kill("capd"); // with the API server of the cluster in it
  await expect(isWhole("orphaned")).rejects.toThrow(`${server} cannot be reached: nothing listens there.`);
  await told(
    () => teardown("workers", "orphaned"),
    /^(DevMachine|Machine) fleet\/orphaned-md-0-\S+ is held by the finalizer/,
  );
  await clusterApi.run("capd");
  await world.remove("orphaned");
  await world.expectNothingLeft();
});

test("every manager killed in the middle of a creation, and again of a deletion: both go on where they were", async () => {
  const { clusterApi } = world.management;
  const killAll = () => Promise.all(MANAGERS.map(({ name }) => clusterApi.kill(name)));
  const runAll = () => Promise.all(MANAGERS.map(({ name }) => clusterApi.run(name)));
  await world.create("killed", specOf(1), ["topology", "infrastructure"]);
  await killAll();
  await expect(apply("available", "killed")).rejects.toThrow(Waiting);
  await expect(teardown("workers", "killed")).rejects.toThrow(NO_WEBHOOK); // nobody is there to see to it
  await runAll();
  await world.create("killed");
  await isWhole("killed");

  await expect(teardown("workers", "killed")).rejects.toThrow(Waiting);
  await killAll();
  await expect(teardown("cluster-object", "killed")).rejects.toThrow(
    "Cluster fleet/killed is held by the finalizer cluster.cluster.x-k8s.io.",
  );
  await runAll();
  await world.remove("killed");
  await world.expectNothingLeft();
});

test("the management API restarted: a creation and a deletion say that it is away, and go on", async () => {
  const { plane } = world.management;
  const away = /^The management cluster \S+ \(https:\S+\) cannot be reached: nothing listens there\./;
  await world.create("restarted", specOf(1), ["topology"]);
  await killApi(world.management);
  await told(() => apply("infrastructure", "restarted"), away);
  await plane.run("kube-apiserver");
  await world.create("restarted");
  await isWhole("restarted");

  await expect(teardown("workers", "restarted")).rejects.toThrow(Waiting);
  await killApi(world.management);
  await told(() => teardown("workers", "restarted"), away);
  await plane.run("kube-apiserver");
  await world.remove("restarted");
  await world.expectNothingLeft();
});

const withServer = (yaml: string, server: string): string => yaml.replace(/server: .*/, `server: ${server}`);

test("the workload's API away: a look tells it, and the deletion does not need it", async () => {
  const { kube, management, stored } = world;
  const { id } = named("walled");
  await world.create("walled");
  const away = withServer(stored.get(id) ?? "", "https://127.0.0.1:1");
  const value = Buffer.from(away).toString("base64");
  await management.clusterApi.kill("capi"); // it keeps the connection that it has
  stored.set(id, away);
  await kube.patch(`${SECRETS}/walled-kubeconfig`, { data: { value } }, MERGE);
  await management.clusterApi.run("capi");
  await expect(isWhole("walled")).rejects.toThrow(
    "https://127.0.0.1:1 cannot be reached: nothing listens there.",
  );
  await world.remove("walled");
  await world.expectNothingLeft();
});

test("credentials that are refused stop it with a sentence, also in the middle of a deletion, which others let go on", async () => {
  const {
    credentials,
    management: { kubeconfig, plane },
  } = world;
  const refused = `The management cluster home (${plane.server}) refuses the credentials (401). Give a kubeconfig that is valid now.`;
  credentials.kubeconfig = withToken(kubeconfig, "no-such-token");
  await expect(apply("topology", "locked")).rejects.toThrow(refused);
  credentials.kubeconfig = kubeconfig;
  await world.create("locked", specOf(1), ["topology", "infrastructure"]);
  credentials.kubeconfig = withToken(kubeconfig, "no-such-token");
  await expect(teardown("workers", "locked")).rejects.toThrow(refused);
  credentials.kubeconfig = kubeconfig;
  await world.remove("locked");
  await world.expectNothingLeft();
});

test("a class whose template is not there: the form names what lacks; a creation waits, and goes on once somebody brings it", async () => {
  const { kube } = world;
  const objects = starterClass(NAMESPACE, "broken", 0);
  const lacks = objects.filter(({ kind }) => kind === "DevMachineTemplate");
  const there = objects.filter((object) => !lacks.includes(object));
  const spec = specOf(1, "broken");
  await applyAll(kube, there);
  await told(() => apply("topology", "classy", spec), "ClusterClass is not successfully reconciled");
  const paths = createObjectPaths(kube);
  const [{ problem } = {}] = (await listClasses({ client: kube, signal })).filter(
    ({ name }) => name === "broken",
  );
  expect(problem).toBe(`Its DevMachineTemplate ${NAMESPACE}/broken-machine is not there.`);
  await applyAll(kube, lacks);
  await world.create("classy", spec, ["topology", "infrastructure"]);
  await world.remove("classy", spec);
  for (const object of objects) await kube.json(await paths(object), { method: "DELETE" });
  await world.expectNothingLeft();
});

test("the rights that the checks ask for are enough for a whole life, and one that lacks is named", async () => {
  const {
    credentials,
    kube,
    management: { kubeconfig },
  } = world;
  const limited = await limitedTo(kube, kubeconfig, PERMISSIONS);
  credentials.kubeconfig = limited.kubeconfig;
  await world.create("limited");
  await limited.allow(PERMISSIONS.filter(({ verb }) => verb !== "delete"));
  await vi.waitFor(
    async () =>
      expect(await says(teardown("workers", "limited"))).toMatch(
        /forbids it: .*cannot delete resource "clusters"/,
      ),
    PATIENCE,
  );
  await limited.allow(PERMISSIONS);
  await world.remove("limited");
  credentials.kubeconfig = kubeconfig;
  await limited.remove();
  await world.expectNothingLeft();
});

const wish = (name: string): ClassWish =>
  ClassWish.parse({
    name,
    zone: "DE",
    managementId: "m1",
    namespace: NAMESPACE,
    classRef: { name: STARTER_CLASS, namespace: NAMESPACE },
    kubernetesVersion: "v1.35.4",
    pools: specOf(1).pools,
  });

test("while an old one is held by a finalizer its name is refused, with the object and the finalizer; then it is free", async () => {
  const { kube, management } = world;
  await world.create("held", specOf(1), ["topology"]);
  const finalizers = (all: string[]) =>
    kube.patch(`${CLUSTERS}/held`, { metadata: { finalizers: all } }, MERGE);
  const { metadata } = await kube.json<{ metadata: { finalizers: string[] } }>(`${CLUSTERS}/held`);
  await finalizers([...metadata.finalizers, "example.org/keep"]);
  for (const step of ["workers", "control-plane", "infrastructure"])
    await world.untilDone("teardown", step, "held", specOf(1));
  await vi.waitFor(
    async () =>
      expect(await says(teardown("cluster-object", "held"))).toBe(
        "Cluster fleet/held is held by the finalizer example.org/keep.",
      ),
    PATIENCE,
  );
  await expect(createFromClass(appIn(management), wish("held"))).rejects.toThrow(
    /^An older Cluster fleet\/held is still being deleted in home\./,
  );
  await expect(apply("topology", "held")).rejects.toThrow(
    "An older Cluster fleet/held is still being deleted there.",
  );
  await finalizers([]);
  await world.remove("held");
  await world.expectNothingLeft();
});

const authority = (ownerReferences: object[]) => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: {
    name: "older-ca",
    namespace: NAMESPACE,
    labels: { "cluster.x-k8s.io/cluster-name": "older" },
    ownerReferences,
  },
});

test("certificates of an older one are not taken over; a person's own are", async () => {
  const { kube, management } = world;
  const owner = { apiVersion: "v1", kind: "ConfigMap", name: "kube-root-ca.crt" };
  const { metadata } = await kube.json<KubeObject>(
    `/api/v1/namespaces/${NAMESPACE}/configmaps/${owner.name}`,
  );
  await kube.json(SECRETS, { method: "POST", body: authority([{ ...owner, uid: metadata.uid }]) });
  const make = () => createFromClass(appIn(management), wish("older"));
  await expect(make()).rejects.toThrow(
    "Secrets of an older Cluster fleet/older are still in home: fleet/older-ca.",
  );
  await kube.patch(`${SECRETS}/older-ca`, { metadata: { ownerReferences: null } }, MERGE);
  await expect(make()).rejects.toThrow("nothing may be stored"); // it comes as far as the database
  await kube.json(`${SECRETS}/older-ca`, { method: "DELETE" });
  await world.expectNothingLeft();
});

test("a cluster of somebody else's under the same name outlives the end of ours", async () => {
  await world.create("shared");
  const ours = { ...named("shared"), id: "another" };
  for (const { name } of world.provider.deleteSteps(specOf(1)))
    await world.provider.teardown(name, ours, specOf(1), signal);
  expect(await world.provider.observe(named("shared"), specOf(1), signal)).toMatchObject({ nodesReady: 2 });
  await world.remove("shared");
  await world.expectNothingLeft();
});

test("one that somebody else paused is not taken down and says how it goes on; what we paused goes on by itself", async () => {
  const { kube } = world;
  const pause = (name: string, paused: boolean, fieldManager: string) =>
    kube.patch(`${CLUSTERS}/${name}`, { spec: { paused } }, MERGE, { query: { fieldManager } });
  for (const name of ["theirs", "ours"]) await world.create(name, specOf(1), ["topology", "infrastructure"]);
  await pause("theirs", true, "somebody");
  await pause("ours", true, FIELD_MANAGER);
  await world.remove("ours");
  await expect(teardown("workers", "theirs")).rejects.toThrow(
    /^It is paused, so nothing of it is taken down\. To resume it: kubectl/,
  );
  await pause("theirs", false, "somebody");
  await world.remove("theirs");
  await world.expectNothingLeft();
});
