import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "@playwright/test";
import { parse, stringify } from "yaml";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { ensureCli } from "../../../scripts/lib/build.mjs";
import { freePort } from "../../support/product.ts";
import type { TheirCluster } from "./their-cluster.ts";

const SYSTEM = "/api/v1/namespaces/karbonetes-system";
const DEPLOYMENT = "/apis/apps/v1/namespaces/karbonetes-system/deployments/karbonetes-agent";
interface Deployment extends KubeObject {
  spec: { template: { spec: { containers: { args: string[]; env: { name: string; value?: string }[] }[] } } };
}

type AgentsCluster = Pick<TheirCluster, "kube" | "kubeconfig" | "dir" | "network">;
export interface InstalledAgent {
  log(): string;
  /** SIGTERM, as a kubelet does when the Pod goes. */
  stop(): Promise<void>;
}

/**
 * What a kubelet would do with the Deployment that was installed, since kwok only says that its Pods run: `karbon agent` with the
 * arguments and the environment of its container, and with the rights of its ServiceAccount. It is reached by its Service.
 */
export async function runInstalledAgent({
  kube,
  kubeconfig,
  dir,
  network,
}: AgentsCluster): Promise<InstalledAgent> {
  await ensureCli();
  const [webhook, metrics] = [await freePort(), await freePort()];
  const { spec } = await kube.json<Deployment>(DEPLOYMENT);
  const [container] = spec.template.spec.containers;
  const given = container?.env.flatMap(({ name, value }) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const file = path.join(dir, "agent.kubeconfig");
  writeFileSync(file, await asServiceAccount(kube, kubeconfig), { mode: 0o600 });
  const child = spawn(process.execPath, ["dist/karbon.mjs", ...(container?.args ?? [])], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...Object.fromEntries(given ?? []),
      NODE_ENV: "production",
      PATH: process.env["PATH"],
      KUBECONFIG: file,
      KARBON_NAMESPACE: "karbonetes-system",
      KARBON_WEBHOOK_PORT: String(webhook),
      KARBON_METRICS_PORT: String(metrics),
      KARBON_DRAIN_SECONDS: "0.2",
    },
  });
  const kill = () => void child.kill("SIGKILL");
  process.once("exit", kill);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const service = await kube.json<{ spec: { clusterIP: string } }>(`${SYSTEM}/services/karbonetes-agent`);
  network.route(`${service.spec.clusterIP}:443`, webhook);
  await expect
    .poll(() => statusOf(`http://127.0.0.1:${metrics}/readyz`), {
      timeout: 60_000,
      message: "the agent is ready",
    })
    .toBe(200);
  return {
    log: () => output,
    async stop() {
      process.removeListener("exit", kill);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function asServiceAccount(kube: TheirCluster["kube"], admin: string): Promise<string> {
  const request = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} };
  const { status } = await kube.json<{ status: { token: string } }>(
    `${SYSTEM}/serviceaccounts/karbonetes-agent/token`,
    { method: "POST", body: request },
  );
  const config = parse(admin) as { users: { name: string }[] };
  return stringify({
    ...config,
    users: config.users.map(({ name }) => ({ name, user: { token: status.token } })),
  });
}

const statusOf = (url: string): Promise<number> =>
  fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    ({ status }) => status,
    () => 0,
  );
