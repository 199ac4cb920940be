import type { ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import { parse, stringify } from "yaml";
import { createServingCertificate } from "#server/adapters/certificate/serving.ts";
import { systemClock } from "#server/adapters/clock.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import type { App } from "#server/context.ts";

export const NAMESPACE = "resources-kube";
export const NODE = "resources-kube-node";
export const CORE = `/api/v1/namespaces/${NAMESPACE}`;

/** The verbs on a real cluster; of Postgres only what they write to. `audited` gets the subject of each deed. */
export function appFor(client: KubeClient, kubeconfig: string, audited: string[]): App {
  const conditions = [{ type: "Provisioned", status: "True" }];
  const row = {
    id: "c1",
    name: "prod",
    zone: "DE",
    provider: "imported",
    deletionRequestedAt: null,
    conditions,
  };
  return {
    clock: systemClock,
    actor: { kind: "user", id: "u", name: "Ada", role: "operator" },
    clusters: { findByName: (name: string) => Promise.resolve(name === "prod" ? row : undefined) },
    kubernetes: { forCluster: () => Promise.resolve(client) },
    kubeconfigs: { find: () => Promise.resolve(kubeconfig) },
    audit: { add: (subject: string) => Promise.resolve(audited.push(subject)) },
  } as unknown as App;
}

/** The kubeconfig of a ServiceAccount that may read ConfigMaps of its namespace, and nothing else. */
export async function readerKubeconfig(
  kube: KubeClient,
  admin: string,
  namespace = NAMESPACE,
): Promise<string> {
  const core = `/api/v1/namespaces/${namespace}`;
  const post = <T>(path: string, body: object) => kube.json<T>(path, { method: "POST", body });
  const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
  await post(`${core}/serviceaccounts`, { metadata: { name: "reader" } });
  await post(`${rbac}/roles`, {
    metadata: { name: "reader" },
    rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list"] }],
  });
  await post(`${rbac}/rolebindings`, {
    metadata: { name: "reader" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "reader" },
    subjects: [{ kind: "ServiceAccount", name: "reader", namespace }],
  });
  const { status } = await post<{ status: { token: string } }>(`${core}/serviceaccounts/reader/token`, {
    apiVersion: "authentication.k8s.io/v1",
    kind: "TokenRequest",
    spec: {},
  });
  const config = parse(admin) as { users: { name: string }[] };
  const users = config.users.map(({ name }) => ({ name, user: { token: status.token } }));
  return stringify({ ...config, users });
}

/** As a kubelet answers for the pod "late", whose container is being created at first, and for "again", whose container crashes and is restarted. */
function troubledPods(): (url: string, response: ServerResponse) => boolean {
  let isCreated = false;
  return (url, response) => {
    const pod = /^\/containerLogs\/[^/]+\/(late|again)\//.exec(url)?.[1];
    if (!pod) return false;
    if (pod === "late") {
      const creating = 'container "main" in pod "late" is waiting to start: ContainerCreating\n';
      if (isCreated) response.write("2026-01-01T00:00:01.000000000Z started\n");
      else response.writeHead(400).end(creating);
      isCreated = true;
      return true;
    }
    const since = /sinceTime=([^&]+)/.exec(url)?.[1];
    const crashed = "2026-01-01T00:00:02.100000000Z one\n2026-01-01T00:00:02.200000000Z crashed\n";
    if (!since) response.end(crashed);
    else if (since !== "2026-01-01T00%3A00%3A02Z") response.writeHead(500).end(url);
    else response.write(`${crashed}2026-01-01T00:00:02.300000000Z restarted\n`);
    return true;
  };
}

/** Nodes here have no kubelet: this one, of a node of its own, answers for logs and for nothing else. */
export async function startKubelet(kube: KubeClient): Promise<Server> {
  const { key, cert } = await createServingCertificate(["localhost"]);
  const troubled = troubledPods();
  const kubelet = createServer({ key, cert }, ({ url = "" }, response) => {
    response.setHeader("connection", "close"); // none that is kept, and closed in the moment that the next request comes
    if (!url.startsWith(`/containerLogs/${NAMESPACE}/`)) return void response.writeHead(404).end();
    if (troubled(url, response)) return;
    response.write("2026-01-01T00:00:01.5Z 1\n2026-01-01T00:00:02.5");
    setTimeout(() => {
      response.write("Z 2\n");
      if (!url.includes("follow=true")) response.end();
    }, 50);
  });
  await new Promise<void>((resolve) => kubelet.listen(0, "127.0.0.1", resolve));
  const address = kubelet.address();
  const port = typeof address === "object" ? address?.port : 0;
  await kube.json("/api/v1/nodes", { method: "POST", body: { metadata: { name: NODE } } });
  const status = {
    addresses: [{ type: "InternalIP", address: "127.0.0.1" }],
    daemonEndpoints: { kubeletEndpoint: { Port: port } },
  };
  await kube.patch(`/api/v1/nodes/${NODE}/status`, { status }, "application/merge-patch+json");
  return kubelet;
}
