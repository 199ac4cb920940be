import { findInstallation, partsToInstall } from "#server/adapters/kubernetes/agent-installation.ts";
import { applyObjects } from "#server/adapters/kubernetes/object-set.ts";
import type { Kubeconfigs } from "#server/adapters/secret/kubeconfigs.ts";
import { refusalOf } from "#server/domain/agent/view.ts";
import type { Bootstrap } from "#server/domain/cluster/provider.ts";
import { asking, MANY_CALLS_MS, SOME_CALLS_MS } from "../../kube-access.ts";
import { readBootstrapFacts } from "./read.ts";

/** Looks into a cluster that was just made, and puts the agent into it: the same objects as one click. */
export const createBootstrap = (kubeconfigs: Pick<Kubeconfigs, "find">): Bootstrap => ({
  read: (cluster, signal) => asking(kubeconfigs, cluster, signal, readBootstrapFacts, SOME_CALLS_MS),
  installAgent: (cluster, image, signal) =>
    asking(
      kubeconfigs,
      cluster,
      signal,
      async (access) => {
        const installed = await findInstallation(access);
        if (installed && refusalOf(installed)) return []; // another brought it: it stays as it is
        return applyObjects(access, partsToInstall(cluster, { image, dryRun: false }));
      },
      MANY_CALLS_MS,
    ),
});
