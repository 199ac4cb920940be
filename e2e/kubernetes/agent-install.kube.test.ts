import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { createServingCertificate } from "#server/adapters/certificate/serving.ts";
import { isNotFound } from "#server/adapters/kubernetes/api-error.ts";
import { createKubeClient, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import { systemClock } from "#server/adapters/clock.ts";
import { importedProvider } from "#server/adapters/provider/imported/provider.ts";
import type { App } from "#server/context.ts";
import { specOfSize } from "#server/domain/cluster/spec.ts";
import { ANNOTATION, HELD_LABEL, PAUSED_ANNOTATION } from "#server/domain/job/annotations.ts";
import type { Job, KubeObject } from "#server/domain/kubernetes.ts";
import { getAgent } from "#server/services/agent/get-agent.ts";
import { installAgent } from "#server/services/agent/install-agent.ts";
import { planAgent } from "#server/services/agent/plan-agent.ts";
import { removeAgent } from "#server/services/agent/remove-agent.ts";
import { releaseEveryJob } from "#server/workers/job-release/release-all.ts";

const NAMESPACE = "install-kube";
const JOB = `/apis/batch/v1/namespaces/${NAMESPACE}/jobs/held`;
const SYSTEM = "/api/v1/namespaces/karbonetes-system";
const DEPLOYMENT = "/apis/apps/v1/namespaces/karbonetes-system/deployments/karbonetes-agent";
const WISH = { name: "prod", image: "registry.example.org/karbonetes/agent:1.2.3", dryRun: false };

let kube: KubeClient;
const audited: { action: string; detail?: object }[] = [];

/** The verbs on a real cluster; of Postgres only what they write to. */
function appFor(role: "viewer" | "operator", provider = "imported"): App {
  const row = {
    id: "c1",
    name: "prod",
    zone: "DE",
    provider,
    carbonPaused: false,
    carbonDryRun: false,
    deletionRequestedAt: null,
  };
  return {
    clock: systemClock,
    actor: { kind: "user", id: "u", name: "Ada", role },
    clusters: { findByName: (name: string) => Promise.resolve(name === "prod" ? row : undefined) },
    kubeconfigs: { find: () => Promise.resolve(inject("kubeconfig")) },
    audit: { add: (_: string, entry: { action: string }) => Promise.resolve(audited.push(entry)) },
    live: { publish: () => Promise.resolve() },
    decisions: { store: () => Promise.resolve() },
  } as unknown as App;
}
const operator = appFor("operator");
/** One step of the teardown of an imported cluster. */
async function forget(step: string): Promise<string> {
  const provider = importedProvider({
    kubeconfigs: operator.kubeconfigs,
    clusters: { removeSecrets: () => Promise.resolve() },
    accesses: { list: () => Promise.resolve([]) },
    releaseHeld: (client, signal) => releaseEveryJob(client, () => systemClock.now(), signal),
  });
  const cluster = { id: "c1", name: "prod", zone: "DE" };
  const { signal } = new AbortController();
  return (await provider.teardown(step, cluster, specOfSize("small"), signal)).message;
}
const gone = (path: string) => expect(kube.json(path), path).rejects.toSatisfy(isNotFound);

beforeAll(async () => {
  kube = createKubeClient(inject("kubeconfig"));
  const post = (path: string, body: object) => kube.json(path, { method: "POST", body });
  await post("/api/v1/namespaces", { metadata: { name: NAMESPACE } });
  await post(`/apis/batch/v1/namespaces/${NAMESPACE}/jobs`, {
    metadata: {
      name: "held",
      labels: { [HELD_LABEL]: "true" },
      annotations: { [ANNOTATION.enabled]: "true", [ANNOTATION.state]: "held" },
    },
    spec: {
      suspend: true,
      template: { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "busybox" }] } },
    },
  });
});
afterAll(async () => {
  await kube.json(`/api/v1/namespaces/${NAMESPACE}`, { method: "DELETE" });
  await kube.close();
});

test("what would be added is shown, and nothing is written", async () => {
  const { installed, objects } = await planAgent(operator, WISH);
  expect(installed).toBeNull();
  expect(objects.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(["Namespace", "ClusterRole", "Deployment", "MutatingWebhookConfiguration"]),
  );
  expect(objects.find(({ kind }) => kind === "Deployment")?.change).toBe("create");
  await gone(DEPLOYMENT);
  expect(await getAgent(operator, { name: "prod" })).toBeNull();
});

test("one click: each object with its outcome, and a second look finds nothing to do", async () => {
  const outcomes = await installAgent(operator, WISH);
  expect(outcomes.filter(({ outcome }) => outcome === "refused")).toEqual([]);
  expect(outcomes.find(({ kind }) => kind === "Deployment")?.outcome).toBe("created");
  expect(await getAgent(operator, { name: "prod" })).toMatchObject({
    owner: "console",
    image: WISH.image,
    replicas: 2,
  });
  const { objects } = await planAgent(operator, WISH);
  expect(objects.filter(({ change }) => change !== "none")).toEqual([]);
  expect(audited).toMatchObject([{ action: "agent.install", detail: { image: WISH.image, refused: 0 } }]);
});

test("an upgrade shows the fields it turns, keeps what the agent wrote, and turns them", async () => {
  const hooks = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/karbonetes-agent";
  const { caBundle } = await createServingCertificate(["karbonetes-agent.karbonetes-system.svc"]);
  const trusts = [{ op: "add", path: "/webhooks/0/clientConfig/caBundle", value: caBundle }];
  await kube.patch(hooks, trusts, "application/json-patch+json");
  const wish = { ...WISH, image: "registry.example.org/karbonetes/agent:1.2.4" };
  const { objects } = await planAgent(operator, wish);
  const deployment = objects.find(({ kind }) => kind === "Deployment");
  expect(deployment?.fields).toContain("spec.template.spec.containers[0].image");
  expect(objects.find(({ kind }) => kind === "CustomResourceDefinition")?.change).toBe("none");
  const before = await kube.json<KubeObject & { webhooks: object[] }>(hooks);
  expect(before.webhooks).toMatchObject([{ clientConfig: { caBundle } }]);
  await installAgent(operator, wish);
  expect((await getAgent(operator, { name: "prod" }))?.image).toBe(wish.image);
  expect((await kube.json<typeof before>(hooks)).webhooks).toEqual(before.webhooks);
  expect(audited.at(-1)).toMatchObject({ action: "agent.upgrade" });
});

test("removed: the held Job starts first, then exactly what was put in goes", async () => {
  const { released, objects } = await removeAgent(operator, { name: "prod" });
  expect(released).toBeGreaterThanOrEqual(1); // another file's namespace may still be going
  expect((await kube.json<Job>(JOB)).spec.suspend).toBe(false);
  expect(objects.filter(({ outcome }) => outcome === "refused")).toEqual([]);
  await gone("/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/karbonetes-agent");
  await gone("/apis/rbac.authorization.k8s.io/v1/clusterroles/karbonetes-agent");
  await gone("/api/v1/namespaces/karbonetes-system/services/karbonetes-agent");
  await gone(DEPLOYMENT);
  await kube.json(
    "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/carbonawarepolicies.carbon-aware.io",
  );
  const { metadata } = await kube.json<KubeObject>(SYSTEM);
  expect(metadata.annotations?.[PAUSED_ANNOTATION]).toBeUndefined();
  expect(audited.map(({ action }) => action).slice(-2)).toEqual(["cluster.release-all", "agent.remove"]);
  await expect(removeAgent(operator, { name: "prod" })).rejects.toThrow("prod has no agent to remove.");
});

test("what Helm installed is left to Helm", async () => {
  await installAgent(operator, WISH);
  await kube.patch(
    DEPLOYMENT,
    { metadata: { labels: { "app.kubernetes.io/managed-by": "Helm" } } },
    "application/merge-patch+json",
  );
  await expect(planAgent(operator, WISH)).rejects.toThrow(/Upgrade it and remove it with Helm\.$/);
  await expect(installAgent(operator, WISH)).rejects.toThrow(/with Helm\.$/);
  await expect(removeAgent(operator, { name: "prod" })).rejects.toThrow(/with Helm\.$/);
  expect(await forget("installation")).toBe("Helm installed the agent: it is left to Helm.");
  expect(await forget("held-jobs")).toBe(
    "Helm installed the agent: it is left to Helm. It releases what it holds.",
  );
  await kube.json(DEPLOYMENT);
  await kube.patch(
    DEPLOYMENT,
    { metadata: { labels: { "app.kubernetes.io/managed-by": "karbonetes" } } },
    "application/merge-patch+json",
  );
});

test("forgetting the cluster takes out what one click put in, and nothing beside it", async () => {
  const role = "/apis/rbac.authorization.k8s.io/v1/clusterroles";
  const theirs = {
    metadata: { name: "karbonetes-agent-theirs", labels: { "app.kubernetes.io/name": "karbonetes-agent" } },
  };
  await kube.json(role, { method: "POST", body: theirs });
  await vi.waitFor(
    async () => expect(await forget("installation")).toMatch(/^\d+.objects of it taken out\.|none\.$/),
    {
      timeout: 30_000,
    },
  );
  await gone(DEPLOYMENT);
  await gone(`${role}/karbonetes-agent`);
  await gone("/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/karbonetes-agent");
  await kube.json(`${role}/karbonetes-agent-theirs`, { method: "DELETE" });
  expect(await forget("installation")).toBe("This console installed none.");
});

test("it takes the role operator, and a cluster that was imported", async () => {
  await expect(planAgent(appFor("viewer"), WISH)).rejects.toThrow(/takes the role operator/);
  await expect(installAgent(appFor("viewer"), WISH)).rejects.toThrow(/takes the role operator/);
  await expect(removeAgent(appFor("viewer"), { name: "prod" })).rejects.toThrow(/takes the role operator/);
  await expect(planAgent(appFor("operator", "sandbox"), WISH)).rejects.toThrow(
    "The agent of prod runs in this installation's worker; there is nothing to install.",
  );
});
