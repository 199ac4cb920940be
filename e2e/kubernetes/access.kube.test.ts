import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { parse } from "yaml";
import startPostgres from "#server/adapters/db/testing.setup.ts";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import { isNotFound } from "#server/adapters/kubernetes/api-error.ts";
import { createKubeClient, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import { takeOutAccesses } from "#server/adapters/provider/access/remove.ts";
import { loadConfig } from "#server/config.ts";
import { createApp, withActor, type App } from "#server/context.ts";
import type { Role } from "#server/domain/actor.ts";
import type { AccessExtent } from "#server/domain/cluster/access.ts";
import { specOfSize } from "#server/domain/cluster/spec.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { endAccess, endOwnAccesses } from "#server/services/access/end.ts";
import { giveAccess } from "#server/services/access/give.ts";
import { listAccesses } from "#server/services/access/list.ts";
import { createAccessEnds } from "#server/workers/cluster/accesses.ts";

const NAME = "prod";
const SPACE = "access-kube";
const CONFIG_MAPS = `/api/v1/namespaces/${SPACE}/configmaps`;
const SECRETS = "/api/v1/namespaces/default/secrets";
const SYSTEM = "/api/v1/namespaces/karbonetes-system";
const RBAC = "/apis/rbac.authorization.k8s.io/v1";
const { signal } = new AbortController();

let stopPostgres: () => Promise<void>;
let database: TestDatabase;
let app: App & { stop(): Promise<void> };
let kube: KubeClient;
let id: string;
const people: Record<Role, string> = { viewer: randomUUID(), operator: randomUUID(), admin: randomUUID() };
const as = (role: Role): App => withActor(app, { kind: "user", id: people[role], name: `Ada ${role}`, role });

beforeAll(async () => {
  stopPostgres = await startPostgres();
  database = await createTestDatabase();
  app = createApp(loadConfig({ DATABASE_URL: database.url, KARBON_LOG: "silent" }), "test");
  kube = createKubeClient(inject("kubeconfig"));
  for (const [role, person] of Object.entries(people)) {
    await database.db.user.create({
      data: { id: person, name: `Ada ${role}`, email: `${role}@example.org`, role },
    });
  }
  id = await cluster(NAME, inject("kubeconfig"));
  await kube.json("/api/v1/namespaces", { method: "POST", body: { metadata: { name: SPACE } } });
});
afterAll(async () => {
  await kube.json(`/api/v1/namespaces/${SPACE}`, { method: "DELETE" });
  await takeOutAccesses({ client: kube, signal }, []);
  await kube.close();
  await app.stop();
  await database.drop();
  await stopPostgres();
});

async function cluster(name: string, kubeconfig: string, provider = "cluster-api"): Promise<string> {
  const { id: made } = await database.db.cluster.create({
    data: {
      name,
      provider,
      zone: "DE",
      spec: specOfSize("small"),
      createdBy: "Ada",
      reviewedAt: new Date(),
    },
  });
  await app.kubeconfigs.save(made, kubeconfig);
  return made;
}
const give = (role: Role, extent: AccessExtent, namespaces: string[] = [], forSeconds = 3_600, name = NAME) =>
  giveAccess(as(role), { name, extent, forSeconds, namespaces });
/** What the person's own kubeconfig may do. */
async function holding<T>(yaml: string, act: (client: KubeClient) => Promise<T>): Promise<T> {
  const client = createKubeClient(yaml);
  try {
    return await act(client);
  } finally {
    await client.close();
  }
}
const newMap = (client: KubeClient) =>
  client.json(CONFIG_MAPS, { method: "POST", body: { metadata: { generateName: "by-ada-" } } });
const refused = (status: number) => expect.objectContaining({ status });
const accounts = async (): Promise<string[]> => {
  const { items } = await kube.list<KubeObject>(`${SYSTEM}/serviceaccounts`);
  return items.map(({ metadata }) => metadata.name).filter((name) => name.startsWith("access-"));
};

test("a viewer reads and changes nothing; no file holds the stored credentials", async () => {
  const before = Date.now();
  const { yaml, until, shortened, filename } = await give("viewer", "view");
  expect(filename).toBe("prod-view.kubeconfig");
  expect(shortened).toBe(false);
  expect(+until - before).toBeGreaterThan(3_590_000);
  expect(+until - before).toBeLessThan(3_700_000);
  const stored = parse(inject("kubeconfig")) as { users: [{ user: Record<string, string> }] };
  for (const secret of Object.values(stored.users[0].user)) expect(yaml).not.toContain(secret);
  await holding(yaml, async (client) => {
    await client.list(CONFIG_MAPS);
    await expect(newMap(client)).rejects.toEqual(refused(403));
    await expect(client.list(SECRETS)).rejects.toEqual(refused(403));
  });
});

test("an operator changes what runs, in the named namespaces alone", async () => {
  const { yaml } = await give("operator", "edit", [SPACE]);
  await holding(yaml, async (client) => {
    await newMap(client);
    await expect(client.list(SECRETS)).rejects.toEqual(refused(403));
    await expect(client.list(`${RBAC}/clusterroles`)).rejects.toEqual(refused(403));
  });
  await expect(give("operator", "edit", ["nowhere"])).rejects.toThrow("prod has no namespace nowhere.");
  expect(await listAccesses(as("operator"), { name: NAME })).toMatchObject([
    { personName: "Ada operator", extent: "edit", namespaces: [SPACE], own: true, problem: null },
    { personName: "Ada viewer", extent: "view", own: false },
  ]);
});

test("no more there than here", async () => {
  await expect(give("viewer", "edit")).rejects.toThrow(
    "You may not have edit: the role viewer has view in a cluster.",
  );
  await expect(give("operator", "cluster-admin")).rejects.toThrow(/has view or edit in a cluster\.$/);
});

test("ending an access ends its tokens at once, and leaves nothing of it", async () => {
  const first = await give("admin", "cluster-admin");
  const second = await give("admin", "cluster-admin", [], 7_200); // of the same account
  await holding(second.yaml, (client) => client.list(`${RBAC}/clusterroles`));
  const [access] = await listAccesses(as("admin"), { name: NAME });
  expect(access).toMatchObject({ extent: "cluster-admin", until: second.until });
  await expect(endAccess(as("viewer"), { name: NAME, id: access?.id ?? "" })).rejects.toThrow(
    /end somebody else's access: that takes the role admin/,
  );
  expect(await endOwnAccesses(as("admin"), { name: NAME })).toBe(1);
  for (const { yaml } of [first, second]) {
    await vi.waitFor(
      () => holding(yaml, (client) => expect(client.list(CONFIG_MAPS)).rejects.toEqual(refused(401))),
      { timeout: 30_000, interval: 500 }, // the API server remembers a token that was good for ten seconds
    );
  }
  const account = (await accounts()).filter((name) => name.includes("cluster-admin"));
  expect(account).toEqual([]);
  const { items } = await kube.list<KubeObject>(`${RBAC}/clusterrolebindings`);
  expect(items.filter(({ metadata }) => metadata.name.startsWith("access-ada-admin"))).toEqual([]);
});

test("a look at the cluster ends what is over and what a role has no more, and nothing else", async () => {
  await give("admin", "edit");
  const row = await app.clusters.find(id);
  if (!row) throw new Error("It was made above.");
  await database.db.user.update({ where: { id: people.operator }, data: { role: "viewer" } });
  const over = { personId: people.viewer, until: new Date(Date.now() - 1_000) };
  await database.db.clusterAccess.updateMany({ where: { personId: people.viewer }, data: over });
  await createAccessEnds(app).end(row, signal);
  expect((await listAccesses(as("admin"), { name: NAME })).map(({ personName }) => personName)).toEqual([
    "Ada admin",
  ]);
  expect(await accounts()).toHaveLength(1);
  const entries = await database.db.auditEntry.findMany({ where: { action: "access.end" } });
  expect(entries.map(({ detail }) => (detail as { reason?: string } | null)?.reason)).toEqual(
    expect.arrayContaining(["over", "role-lowered"]),
  );
});

test("credentials that may not grant it: the right that is missing and the command, and nothing left behind", async () => {
  const narrow = await narrowKubeconfig();
  await cluster("narrow", narrow, "imported");
  const before = await accounts();
  await expect(give("admin", "edit", [], 3_600, "narrow")).rejects.toThrow(
    `system:serviceaccount:${SPACE}:importer, as which this console signs in to narrow, may not bind clusterroles/edit: it has fewer rights itself. An administrator of narrow grants it by: kubectl create clusterrole karbonetes-access-edit --verb=bind --resource=clusterroles.rbac.authorization.k8s.io --resource-name=edit && kubectl create clusterrolebinding karbonetes-access-edit --clusterrole=karbonetes-access-edit --serviceaccount=${SPACE}:importer`,
  );
  expect(await accounts()).toEqual(before);
  expect(await listAccesses(as("admin"), { name: "narrow" })).toEqual([]);
});

test("leaving takes out every access, by its row and by its label", async () => {
  await give("admin", "view", [SPACE]);
  await database.db.clusterAccess.deleteMany({ where: { clusterId: id, extent: "view" } }); // as after a restored backup
  const rows = await app.accesses.list(id);
  expect(await takeOutAccesses({ client: kube, signal }, rows)).toBe(
    "1\u00a0access ended: their tokens are refused from now on.",
  );
  expect(await accounts()).toEqual([]);
  const { items } = await kube.list<KubeObject>(`${RBAC}/namespaces/${SPACE}/rolebindings`);
  expect(items.filter(({ metadata }) => metadata.name.startsWith("access-"))).toEqual([]);
  await expect(kube.json(`${SYSTEM}/serviceaccounts/access-nobody`)).rejects.toSatisfy(isNotFound);
});

const post = <T>(path: string, body: object) => kube.json<T>(path, { method: "POST", body });

/** An account that may make accounts and bindings, and has no rights to hand on. */
async function narrowKubeconfig(): Promise<string> {
  await post(`/api/v1/namespaces/${SPACE}/serviceaccounts`, { metadata: { name: "importer" } });
  const verbs = ["get", "list", "create", "patch", "delete"];
  await post(`${RBAC}/clusterroles`, {
    metadata: { name: "importer" },
    rules: [
      { apiGroups: [""], resources: ["namespaces", "serviceaccounts", "serviceaccounts/token"], verbs },
      { apiGroups: ["rbac.authorization.k8s.io"], resources: ["clusterrolebindings", "rolebindings"], verbs },
    ],
  });
  await post(`${RBAC}/clusterrolebindings`, {
    metadata: { name: "importer" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "importer" },
    subjects: [{ kind: "ServiceAccount", name: "importer", namespace: SPACE }],
  });
  const { status } = await post<{ status: { token: string } }>(
    `/api/v1/namespaces/${SPACE}/serviceaccounts/importer/token`,
    { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} },
  );
  const admin = parse(inject("kubeconfig")) as { users: { name: string }[] };
  return JSON.stringify({
    ...admin,
    users: admin.users.map(({ name }) => ({ name, user: { token: status.token } })),
  });
}
