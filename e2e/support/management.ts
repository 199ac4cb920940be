import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface FakeManagement {
  kubeconfig: string;
  server: string;
  stop(): Promise<void>;
}

const group = (name: string) => ({ name, versions: [{ version: "v1beta2" }] });
const GROUPS = ["", "bootstrap.", "controlplane.", "infrastructure."].map((part) =>
  group(`${part}cluster.x-k8s.io`),
);

/** The few answers of a management cluster that a form asks for: its checks hold, and a dry run gives back what it got. */
export async function startFakeManagement(classes: readonly object[]): Promise<FakeManagement> {
  const server = createServer((request, response) => {
    void answer(request, response, classes);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    server: origin,
    kubeconfig: kubeconfigFor(origin),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  classes: readonly object[],
): Promise<void> {
  const { status, body } = await answerOf(request, classes);
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

const ok = (body: unknown) => ({ status: 200, body });

async function answerOf(
  request: IncomingMessage,
  classes: readonly object[],
): Promise<{ status: number; body: unknown }> {
  const path = new URL(request.url ?? "/", "http://here").pathname;
  const sent: unknown = await read(request);
  if (path === "/version") return ok({ gitVersion: "v1.36.4" });
  if (path === "/apis") return ok({ kind: "APIGroupList", groups: GROUPS });
  if (path.endsWith("/selfsubjectaccessreviews")) return ok({ status: { allowed: true } });
  if (path.endsWith("/selfsubjectreviews")) return ok({ status: { userInfo: { username: "ada" } } });
  if (path === "/apis/infrastructure.cluster.x-k8s.io/v1beta2")
    return ok({ resources: [{ name: "awsclusters", kind: "AWSCluster" }] });
  if (path.endsWith("/clusterclasses")) return ok({ metadata: { resourceVersion: "1" }, items: classes });
  if (request.method === "POST" || request.method === "PATCH") return ok(sent);
  return {
    status: 404,
    body: { kind: "Status", status: "Failure", code: 404, reason: "NotFound", message: `${path} not found` },
  };
}

async function read(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text === "" ? undefined : JSON.parse(text);
}

const kubeconfigFor = (server: string): string => `apiVersion: v1
kind: Config
current-context: home
contexts:
  - name: home
    context: { cluster: home, user: ada }
clusters:
  - name: home
    cluster: { server: "${server}" }
users:
  - name: ada
    user: { token: abc }
`;

/** A ClusterClass as its controllers leave it. */
export const classWith = (
  name: string,
  variables: readonly object[],
  infrastructure = "AWSClusterTemplate",
) => ({
  metadata: { name, namespace: "fleet" },
  spec: {
    kubernetesVersions: ["v1.35.4", "v1.36.4"],
    infrastructure: { templateRef: { kind: infrastructure, name } },
    workers: { machineDeployments: [{ class: "default-worker" }] },
    variables,
  },
  status: { conditions: [] },
});
