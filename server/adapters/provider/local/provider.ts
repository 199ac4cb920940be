import type { Kubeconfigs } from "#server/adapters/secret/kubeconfigs.ts";
import { LOCAL_COMPONENTS, type LocalComponent } from "#server/domain/cluster/local-plan.ts";
import { planOf } from "#server/domain/cluster/plan.ts";
import type { ClusterIdentity, ClusterProvider } from "#server/domain/cluster/provider.ts";
import type { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { TerminalError, Waiting } from "#server/domain/errors.ts";
import { applyPools } from "../apply-pools.ts";
import { asking, MANY_CALLS_MS, type Access } from "../kube-access.ts";
import { inventory, look } from "../kube-look.ts";
import type { LocalCluster, LocalHost } from "./host.ts";
import { localNodePoolOf } from "./node-pool.ts";
import { createRunner } from "./run-components.ts";

interface Deps {
  host: LocalHost;
  kubeconfigs: Kubeconfigs;
}
const LAST: LocalComponent = "karpenter";

/** Real Kubernetes on this machine, as child processes of the worker; its nodes are simulated by kwok and Karpenter. */
export function localProvider({ host, kubeconfigs }: Deps): ClusterProvider {
  const run = createRunner();
  const servedAt = new Map<string, string>(); // what the stored kubeconfig says: a port that was taken moves it

  async function open(cluster: ClusterIdentity, spec: ClusterSpec): Promise<LocalCluster | undefined> {
    const found = await host.open(cluster, spec);
    if (found === "elsewhere") return undefined;
    const { kubeconfig, server } = found.plane;
    if (servedAt.get(cluster.id) !== server) {
      await kubeconfigs.save(cluster.id, kubeconfig);
      servedAt.set(cluster.id, server);
    }
    return found;
  }

  const runUpTo = (
    last: LocalComponent,
    found: LocalCluster,
    cluster: ClusterIdentity,
    signal: AbortSignal,
  ): Promise<void> => {
    const ask = (act: (access: Access) => Promise<void>) =>
      asking(kubeconfigs, cluster, signal, act, MANY_CALLS_MS);
    return run(cluster.id, { last, cluster: found, ask, signal });
  };

  async function start(
    component: (typeof LOCAL_COMPONENTS)[number],
    cluster: ClusterIdentity,
    spec: ClusterSpec,
    signal: AbortSignal,
  ): Promise<string> {
    const found = await open(cluster, spec);
    if (!found) throw elsewhere(cluster);
    await runUpTo(component.name, found, cluster, signal);
    return component.name === "kube-apiserver"
      ? `Answers at ${found.plane.server}.`
      : `${component.title} answers.`;
  }

  /** All of it, after a restart too; another worker's is left to that worker. */
  async function wake(cluster: ClusterIdentity, spec: ClusterSpec, signal: AbortSignal): Promise<void> {
    const found = await open(cluster, spec);
    if (found) await runUpTo(LAST, found, cluster, signal);
  }

  async function stop(cluster: ClusterIdentity): Promise<string> {
    if (!(await host.stop(cluster.id))) throw elsewhere(cluster);
    servedAt.delete(cluster.id);
    return "No process of it is left.";
  }

  return {
    name: "local",
    createSteps: (spec) => planOf("create", "local", spec),
    scaleSteps: (spec) => planOf("scale", "local", spec),
    deleteSteps: (spec) => planOf("delete", "local", spec),
    async apply(step, cluster, spec, signal) {
      const component = LOCAL_COMPONENTS.find(({ name }) => name === step);
      if (component) return { message: await start(component, cluster, spec, signal) };
      if (step !== "node-pools") throw new TerminalError(`A local cluster has no step ${step}.`);
      await wake(cluster, spec, signal);
      const bring = (access: Access) => applyPools(access, spec, localNodePoolOf);
      return { message: await asking(kubeconfigs, cluster, signal, bring) };
    },
    async teardown(step, cluster) {
      switch (step) {
        case "control-plane":
          return { message: await stop(cluster) };
        case "files":
          await host.erase(cluster.id);
          return { message: "Its files are gone." };
        default:
          throw new TerminalError(`A local cluster has no teardown step ${step}.`);
      }
    },
    async observe(cluster, spec, signal) {
      await wake(cluster, spec, signal);
      return asking(kubeconfigs, cluster, signal, (access) => look(access, 0));
    },
    runsHere: (cluster) => host.runsHere(cluster.id),
    kubeconfig: (cluster) => kubeconfigs.find(cluster.id),
    inventory: (cluster, signal) => asking(kubeconfigs, cluster, signal, inventory),
  };
}

const elsewhere = ({ name }: ClusterIdentity): Waiting =>
  new Waiting("RunsElsewhere", `Another worker runs ${name}; this waits for its turn there.`, 1_000);
