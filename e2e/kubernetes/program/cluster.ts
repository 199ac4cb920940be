import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, vi } from "vitest";
import { Agent, request } from "undici";
import { parse, parseAllDocuments, stringify } from "yaml";
import { BATCHES_PATH, listBatches, recordsOf, type Batch } from "#server/adapters/decision/batches.ts";
import { createKubeClient, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import { SCORES_PATH } from "#server/adapters/kubernetes/cluster-view.ts";
import { readKubeconfig } from "#server/adapters/kubernetes/kubeconfig.ts";
import { toScore } from "#server/domain/carbon/score.ts";
import { outcomeOf } from "#server/domain/job/facts.ts";
import type { DecisionRecord } from "#server/domain/job/record.ts";
import type { Job, KubeObject, Node, Pod } from "#server/domain/kubernetes.ts";

export const key = (name: string): string => `carbon-aware.io/${name}`;
export const aware = (more: Record<string, string> = {}): Record<string, string> => ({
  [key("enabled")]: "true",
  [key("duration")]: "1m",
  ...more,
});
export const until = <T>(check: () => Promise<T> | T, timeout = 60_000): Promise<T> =>
  vi.waitFor(check, { timeout, interval: 100 });

const STEP_MS = 5_000;
const COLLECTION: Record<string, string> = {
  Namespace: "/api/v1/namespaces",
  ServiceAccount: "/api/v1/namespaces/karbonetes-system/serviceaccounts",
  CustomResourceDefinition: "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
  ClusterRole: "/apis/rbac.authorization.k8s.io/v1/clusterroles",
  ClusterRoleBinding: "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
  Role: "/apis/rbac.authorization.k8s.io/v1/namespaces/karbonetes-system/roles",
  RoleBinding: "/apis/rbac.authorization.k8s.io/v1/namespaces/karbonetes-system/rolebindings",
  MutatingWebhookConfiguration: "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations",
};
export const MANIFESTS = [
  "namespace.yaml",
  "carbonawarepolicies.yaml",
  "carbonscores.yaml",
  "agent-rbac.yaml",
  "agent-webhook.yaml",
];
const objectsIn = (file: string): KubeObject[] =>
  parseAllDocuments(readFileSync(path.join("deploy/manifests", file), "utf8")).map(
    (document) => document.toJS() as KubeObject,
  );
export const pathOf = ({ kind, metadata }: KubeObject): string => `${COLLECTION[kind]}/${metadata.name}`;

/** deploy/manifests by server-side apply, as `kubectl apply --server-side` does; an unknown field is an error. */
export async function applyManifests(
  kube: KubeClient,
  files: readonly string[] = MANIFESTS,
): Promise<KubeObject[]> {
  const applied: KubeObject[] = [];
  for (const object of files.flatMap(objectsIn)) {
    applied.push(
      await kube.json<KubeObject>(pathOf(object), {
        method: "PATCH",
        body: object,
        contentType: "application/apply-patch+yaml",
        query: { fieldManager: "kubectl", force: true, fieldValidation: "Strict" },
      }),
    );
  }
  return applied;
}

/** A kubeconfig of the agent's own ServiceAccount: it may do what its manifests say, and no more. */
export async function agentKubeconfig(kube: KubeClient, admin: string): Promise<string> {
  const { status } = await kube.json<{ status: { token: string } }>(
    "/api/v1/namespaces/karbonetes-system/serviceaccounts/karbonetes-agent/token",
    { method: "POST", body: { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} } },
  );
  const config = parse(admin) as { users: { name: string; user: object }[] };
  return stringify({
    ...config,
    users: config.users.map(({ name }) => ({ name, user: { token: status.token } })),
  });
}

/** What the API server adds for people: kubectl prints these. */
export async function warningsAt(kubeconfig: string, address: string, object: object): Promise<string> {
  const { server, ca, cert, key: clientKey } = readKubeconfig(kubeconfig);
  const dispatcher = new Agent({ connect: { ca, cert, key: clientKey } });
  const { headers, body } = await request(`${server}${address}?dryRun=All`, {
    method: "POST",
    dispatcher,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(object),
  });
  await body.dump();
  await dispatcher.close();
  return String(headers["warning"]);
}

/** What tests do in one namespace, seen through the API alone. */
export function handsIn(kube: KubeClient, namespace: string) {
  const jobs = `/apis/batch/v1/namespaces/${namespace}/jobs`;
  let count = 0;
  const read = (job: Job) => kube.json<Job>(`${jobs}/${job.metadata.name}`);
  const hands = {
    jobs,
    read,
    list: async () => (await kube.list<Job>(jobs)).items,
    state: async (job: Job) => (await read(job)).metadata.annotations?.[key("state")],
    reason: async (job: Job) => (await read(job)).metadata.annotations?.[key("reason")],
    submit: (
      annotations: Record<string, string>,
      { spec = {}, pod = {} }: { spec?: object; pod?: object } = {},
    ) =>
      kube.json<Job>(jobs, {
        method: "POST",
        body: {
          apiVersion: "batch/v1",
          kind: "Job",
          metadata: { name: `job-${(count += 1)}`, annotations },
          spec: { template: templateOf(pod), ...spec },
        },
      }),
    finished: (job: Job) =>
      until(async () => {
        const now = await read(job);
        expect(outcomeOf(now)).toBe("complete");
        return now;
      }, 90_000),
    async poolOf(job: Job): Promise<string | undefined> {
      const { items } = await kube.list<Pod>(`/api/v1/namespaces/${namespace}/pods`, {
        query: { labelSelector: `job-name=${job.metadata.name}` },
      });
      const node = await kube.json<Node>(`/api/v1/nodes/${items[0]?.spec.nodeName}`);
      return node.metadata.labels?.["karpenter.sh/nodepool"];
    },
    eventsOf: async (reason: string) =>
      (
        await kube.list<KubeObject & { reason: string; involvedObject: { name: string } }>(
          `/api/v1/namespaces/${namespace}/events`,
          { query: { fieldSelector: `reason=${reason}` } },
        )
      ).items,
  };
  return hands;
}

export const templateOf = (pod: object = {}) => ({
  metadata: { annotations: { "pod-complete.stage.kwok.x-k8s.io/delay": "1s" } },
  spec: {
    restartPolicy: "Never",
    containers: [{ name: "main", image: "busybox", resources: { requests: { cpu: "100m" } } }],
    ...pod,
  },
});

export async function createNamespace(kube: KubeClient, name: string): Promise<void> {
  const body = { apiVersion: "v1", kind: "Namespace", metadata: { name } };
  await kube.json("/api/v1/namespaces", { method: "POST", body });
}

export async function addNode(kube: KubeClient, name: string, pool: string, taints: object[]): Promise<void> {
  const capacity = { cpu: "64", memory: "256Gi", pods: "500" };
  await kube.json("/api/v1/nodes", {
    method: "POST",
    body: {
      apiVersion: "v1",
      kind: "Node",
      metadata: {
        name,
        labels: { "karpenter.sh/nodepool": pool, "kubernetes.io/hostname": name },
        annotations: { "kwok.x-k8s.io/node": "fake" },
      },
      spec: { taints },
      status: { capacity, allocatable: capacity },
    },
  });
}

/** Slots of five seconds; those from `fromSlot` on for a minute are cheap. When that is. */
export async function publish(kube: KubeClient, fromSlot: number): Promise<Date> {
  const slot = Math.floor(Date.now() / STEP_MS);
  const slotAt = (n: number) => new Date((slot + n) * STEP_MS);
  const spec = toScore({
    zone: "DE",
    kind: "average",
    provenance: "test",
    latest: { startsAt: slotAt(-1), stepMs: STEP_MS, gramsPerKwh: 400, quality: "measured" },
    recent: [],
    forecast: {
      generatedAt: new Date(),
      startsAt: slotAt(0),
      stepMs: STEP_MS,
      gramsPerKwh: Array.from({ length: 800 }, (_, n) => (n >= fromSlot && n < fromSlot + 12 ? 100 : 400)),
      method: "test",
    },
  });
  const score = {
    apiVersion: "carbon-aware.io/v1alpha1",
    kind: "CarbonScore",
    metadata: { name: "de" },
    spec,
  };
  await kube.apply(`${SCORES_PATH}/de`, score, { fieldManager: "test", force: true });
  return slotAt(fromSlot);
}

export async function removeAll(kube: KubeClient, paths: readonly string[]): Promise<void> {
  for (const each of paths) await kube.json(each, { method: "DELETE" }).catch(() => undefined);
}

export const connect = createKubeClient;

/** What the agents have laid down for a control plane to read, in order. */
export async function decisionsIn(kube: KubeClient): Promise<DecisionRecord[]> {
  const names = (await listBatches(kube)).map(({ metadata }) => metadata.name);
  const batches = await Promise.all(names.map((name) => kube.json<Batch>(`${BATCHES_PATH}/${name}`)));
  const records = (await Promise.all(batches.map(recordsOf))).flat();
  return records.toSorted((a, b) => +a.input.now - +b.input.now);
}
