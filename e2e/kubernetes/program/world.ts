import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import {
  addNode,
  agentKubeconfig,
  applyManifests,
  connect,
  createNamespace,
  handsIn,
  key,
  pathOf,
  removeAll,
} from "./cluster.ts";
import { runToEnd, startReplica, type Replica } from "./replica.ts";

export const SECRET = "/api/v1/namespaces/karbonetes-system/secrets/karbonetes-agent-tls";
export const LEASE = "/apis/coordination.k8s.io/v1/namespaces/karbonetes-system/leases/karbonetes-agent";
const SCORE = "/apis/carbon-aware.io/v1alpha1/carbonscores/de";

const WEBHOOK = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/karbonetes-agent";

/** A review may take long: it would be let through after 2 s, and a machine that pauses is not what is tried here. */
export const patient = (kube: KubeClient) =>
  kube.patch(
    WEBHOOK,
    [{ op: "replace", path: "/webhooks/0/timeoutSeconds", value: 10 }],
    "application/json-patch+json",
  );

/** The manifests installed, a namespace and two nodes for this file; replicas run with the rights of the agent's ServiceAccount. */
export async function programWorld(admin: string, namespace: string) {
  const dir = mkdtempSync(path.join(os.tmpdir(), `${namespace}-`));
  const kube: KubeClient = connect(admin);
  const installed: KubeObject[] = await applyManifests(kube);
  await patient(kube);
  const kubeconfig = await agentKubeconfig(kube, admin);
  await createNamespace(kube, namespace);
  await addNode(kube, `${namespace}-green`, "green", [
    { key: key("pool"), value: "green", effect: "NoSchedule" },
  ]);
  await addNode(kube, `${namespace}-fallback`, "fallback", []);
  const replicas: Replica[] = [];

  async function launch(id: string, flags: readonly string[] = [], skewMs = 0): Promise<Replica> {
    const replica = await startReplica(dir, { id, kubeconfig, flags, skewMs });
    replicas.push(replica);
    return replica;
  }

  return {
    kube,
    installed,
    kubeconfig,
    hands: handsIn(kube, namespace),
    /** One more, that has only begun. */
    launch,
    /** One more, ready. */
    async start(...options: Parameters<typeof launch>): Promise<Replica> {
      const replica = await launch(...options);
      await replica.ready();
      return replica;
    },
    run: (...args: string[]) => runToEnd(dir, args, kubeconfig),
    async close(): Promise<void> {
      await Promise.all(replicas.map((replica) => replica.stop()));
      const ours = installed.filter(({ kind }) => /Configuration$|Role/.test(kind)).map(pathOf);
      const nodes = ["green", "fallback"].map((pool) => `/api/v1/nodes/${namespace}-${pool}`);
      await removeAll(kube, [`/api/v1/namespaces/${namespace}`, ...nodes, ...ours, SECRET, LEASE, SCORE]);
      await kube.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
export type ProgramWorld = Awaited<ReturnType<typeof programWorld>>;

/** The agent's watch has it, also on a machine that pauses. */
export const settled = () => new Promise((resolve) => setTimeout(resolve, 2_000));
