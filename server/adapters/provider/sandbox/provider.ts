import type { Kubeconfigs } from "#server/adapters/secret/kubeconfigs.ts";
import { planOf } from "#server/domain/cluster/plan.ts";
import type { ClusterIdentity, ClusterProvider } from "#server/domain/cluster/provider.ts";
import type { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { counted } from "#server/domain/cluster/words.ts";
import { TerminalError, Waiting } from "#server/domain/errors.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { applyPools, POOLS_PATH } from "../apply-pools.ts";
import { asking, MANY_CALLS_MS, type Access } from "../kube-access.ts";
import { inventory, look } from "../kube-look.ts";
import { removeAll } from "../kube-removal.ts";
import { nodePoolOf } from "./controllers/placement/node-pool.ts";
import type { SandboxHost } from "./host.ts";

const NODES = "/api/v1/nodes";

interface Deps {
  host: SandboxHost;
  kubeconfigs: Kubeconfigs;
}

/** Clusters that are simulated inside the worker. */
export function sandboxProvider({ host, kubeconfigs }: Deps): ClusterProvider {
  const ask = <T>(
    cluster: ClusterIdentity,
    signal: AbortSignal,
    act: (access: Access) => Promise<T>,
  ): Promise<T> => asking(kubeconfigs, cluster, signal, act);
  const servedAt = new Map<string, string>(); // what the stored kubeconfig says: a port that was taken moves it

  async function ensure(cluster: ClusterIdentity): Promise<void> {
    const sandbox = await host.ensure(cluster);
    if (sandbox === "elsewhere" || servedAt.get(cluster.id) === sandbox.url) return;
    await kubeconfigs.save(cluster.id, sandbox.kubeconfig());
    servedAt.set(cluster.id, sandbox.url);
  }

  async function startApiServer(cluster: ClusterIdentity, signal: AbortSignal): Promise<string> {
    await ensure(cluster);
    if (!(await kubeconfigs.find(cluster.id))) throw elsewhere(cluster);
    return ask(cluster, signal, async ({ client, signal: within }) => {
      await client.json("/version", { signal: within });
      return `Answers at ${client.server}.`;
    });
  }

  async function bringPools(
    cluster: ClusterIdentity,
    spec: ClusterSpec,
    signal: AbortSignal,
  ): Promise<string> {
    await ensure(cluster);
    return ask(cluster, signal, (access) => applyPools(access, spec, nodePoolOf));
  }

  /** What was never started has nothing inside; what has state must be asked. */
  async function inside(
    cluster: ClusterIdentity,
    signal: AbortSignal,
    act: (access: Access) => Promise<string>,
  ): Promise<string> {
    if (!host.exists(cluster.id) && !(await kubeconfigs.find(cluster.id))) return "It never started.";
    await ensure(cluster);
    return asking(kubeconfigs, cluster, signal, act, MANY_CALLS_MS);
  }

  async function stopApiServer(cluster: ClusterIdentity): Promise<string> {
    if (!(await host.stop(cluster.id))) throw elsewhere(cluster);
    servedAt.delete(cluster.id);
    return "Its address no longer answers.";
  }

  return {
    name: "sandbox",
    createSteps: (spec) => planOf("create", "sandbox", spec),
    scaleSteps: (spec) => planOf("scale", "sandbox", spec),
    deleteSteps: (spec) => planOf("delete", "sandbox", spec),
    async apply(step, cluster, spec, signal) {
      switch (step) {
        case "api-server":
          return { message: await startApiServer(cluster, signal) };
        case "node-pools":
          return { message: await bringPools(cluster, spec, signal) };
        default:
          throw new TerminalError(`The sandbox has no step ${step}.`);
      }
    },
    async teardown(step, cluster, _spec, signal) {
      switch (step) {
        case "workloads":
          return { message: await inside(cluster, signal, removeWorkloads) };
        case "node-pools":
          return { message: await inside(cluster, signal, removeNodes) };
        case "api-server":
          return { message: await stopApiServer(cluster) };
        case "state":
          await host.erase(cluster.id);
          return { message: "Its files are gone." };
        default:
          throw new TerminalError(`The sandbox has no teardown step ${step}.`);
      }
    },
    async observe(cluster, spec, signal) {
      await ensure(cluster);
      const leastNodes = spec.pools.reduce((sum, pool) => sum + pool.minNodes, 0);
      return ask(cluster, signal, (access) => look(access, leastNodes));
    },
    runsHere: (cluster) => host.runsHere(cluster.id),
    kubeconfig: (cluster) => kubeconfigs.find(cluster.id),
    inventory: (cluster, signal) => ask(cluster, signal, inventory),
  };
}

async function removeWorkloads(access: Access): Promise<string> {
  const cronJobs = await removeAll(access, {
    what: "CronJob",
    ...namespaced("/apis/batch/v1", "cronjobs"),
  });
  const jobs = await removeAll(access, { what: "Job", ...namespaced("/apis/batch/v1", "jobs") });
  return `${counted(jobs, "Job")} and ${counted(cronJobs, "CronJob")} are gone.`;
}

async function removeNodes(access: Access): Promise<string> {
  await removeAll(access, {
    what: "node pool",
    listPath: POOLS_PATH,
    pathOf: ({ metadata }) => `${POOLS_PATH}/${metadata.name}`,
  });
  const nodes = await removeAll(access, { what: "node", listPath: NODES, pathOf: nodePath });
  return nodes > 0 ? `${counted(nodes, "node")} ${nodes === 1 ? "is" : "are"} gone.` : "No nodes are left.";
}

const nodePath = ({ metadata }: KubeObject): string => `${NODES}/${metadata.name}`;

const elsewhere = ({ name }: ClusterIdentity): Waiting =>
  new Waiting("RunsElsewhere", `Another worker runs ${name}; this waits for its turn there.`, 1_000);

const namespaced = (group: string, plural: string) => ({
  listPath: `${group}/${plural}`,
  pathOf: ({ metadata }: KubeObject) =>
    `${group}/namespaces/${metadata.namespace}/${plural}/${metadata.name}`,
});
