import type { ClusterRepo } from "#server/adapters/db/cluster.ts";
import type { Kubeconfigs } from "#server/adapters/secret/kubeconfigs.ts";
import { isDeletionStep } from "#server/domain/cluster/cluster-api/deletion.ts";
import {
  isConditionStep,
  readStep,
  type ConditionStep,
} from "#server/domain/cluster/cluster-api/read-step.ts";
import type { ClusterApiSpec } from "#server/domain/cluster/cluster-api/spec.ts";
import { planOf } from "#server/domain/cluster/plan.ts";
import type { ClusterIdentity, ClusterProvider } from "#server/domain/cluster/provider.ts";
import type { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { TerminalError, Waiting } from "#server/domain/errors.ts";
import { asking, type Access } from "../kube-access.ts";
import { inventory } from "../kube-look.ts";
import { createBootstrap } from "./bootstrap/bootstrap.ts";
import { applyCluster, presentCluster } from "./cluster-object.ts";
import { lookInManagement } from "./look-in-management.ts";
import { observeCluster } from "./observe.ts";
import { awaitRolled } from "./operating.ts";
import { inManagement, type Managements } from "./management-access.ts";
import { messageOf } from "./message-of.ts";
import { findKubeconfig } from "./secrets.ts";
import { awaitGone, takeDown } from "./take-down.ts";

interface Deps {
  managements: Managements;
  kubeconfigs: Kubeconfigs;
  clusters: Pick<ClusterRepo, "removeSecrets">;
}
const LOOK_AGAIN_MS = 1_000;

/** Real clusters, made by a Cluster API management cluster: one object states the wish, its conditions tell how far it is. */
export function clusterApiProvider({ managements, kubeconfigs, clusters }: Deps): ClusterProvider {
  const ask = <T>(
    spec: ClusterSpec,
    signal: AbortSignal,
    act: (access: Access, own: ClusterApiSpec) => Promise<T>,
  ): Promise<T> => inManagement(managements, spec, signal, act, { named: true });

  async function storeKubeconfig(
    access: Access,
    cluster: ClusterIdentity,
    own: ClusterApiSpec,
  ): Promise<string> {
    const yaml = await findKubeconfig(access, cluster, own);
    if (!yaml) {
      const message = `The secret ${cluster.name}-kubeconfig is not there yet.`;
      throw new Waiting("NoKubeconfig", message, LOOK_AGAIN_MS);
    }
    await kubeconfigs.save(cluster.id, yaml);
    return "It is stored, sealed; people get their own.";
  }

  return {
    name: "cluster-api",
    createSteps: (spec) => planOf("create", "cluster-api", spec),
    scaleSteps: (spec) => planOf("scale", "cluster-api", spec),
    deleteSteps: (spec) => planOf("delete", "cluster-api", spec),
    async apply(step, cluster, spec, signal) {
      if (isConditionStep(step)) {
        const isMade = (await kubeconfigs.find(cluster.id)) !== undefined;
        return ask(spec, signal, (access, own) => applyStep(access, step, { cluster, spec, own, isMade }));
      }
      if (step !== "kubeconfig") throw new TerminalError(`A cluster of Cluster API has no step ${step}.`);
      return { message: await ask(spec, signal, (access, own) => storeKubeconfig(access, cluster, own)) };
    },
    async teardown(step, cluster, spec, signal) {
      if (isDeletionStep(step))
        return ask(spec, signal, (access, own) => takeDown(access, step, cluster, own));
      if (step === "cluster-object")
        return ask(spec, signal, (access, own) => awaitGone(access, cluster, own));
      if (step !== "credentials")
        throw new TerminalError(`A cluster of Cluster API has no teardown step ${step}.`);
      await clusters.removeSecrets(cluster.id);
      return { message: "The stored kubeconfig is gone." };
    },
    async observe(cluster, spec, signal, onManagement) {
      const object = await lookInManagement(
        { managements, kubeconfigs },
        cluster,
        spec,
        signal,
        onManagement,
      );
      return observeCluster(object, spec, kubeconfigs, cluster, signal);
    },
    bootstrap: createBootstrap(kubeconfigs),
    runsHere: () => false,
    kubeconfig: (cluster) => kubeconfigs.find(cluster.id),
    inventory: (cluster, signal) => asking(kubeconfigs, cluster, signal, inventory),
  };
}

async function applyStep(
  access: Access,
  step: ConditionStep,
  {
    cluster,
    spec,
    own,
    isMade,
  }: { cluster: ClusterIdentity; spec: ClusterSpec; own: ClusterApiSpec; isMade: boolean },
): Promise<{ message: string }> {
  const object =
    step === "topology"
      ? await applyCluster(access, cluster, spec, own, isMade)
      : await presentCluster(access, cluster, own);
  const reading = readStep(step, object, own);
  if (step === "available" && reading.kind === "done") await awaitRolled(access, cluster, spec, own);
  return { message: messageOf(reading) };
}
