import { createSessionLocks } from "#server/adapters/db/session-lock.ts";
import { LOCAL_FILES } from "#server/adapters/control-plane/engines.ts";
import { findEngines } from "#server/adapters/control-plane/find-engines.ts";
import { clusterApiProvider } from "#server/adapters/provider/cluster-api/provider.ts";
import { importedProvider } from "#server/adapters/provider/imported/provider.ts";
import { createLocalHost } from "#server/adapters/provider/local/host.ts";
import { localProvider } from "#server/adapters/provider/local/provider.ts";
import { createMarks } from "#server/adapters/provider/marks.ts";
import { createSandboxHost } from "#server/adapters/provider/sandbox/host.ts";
import { sandboxProvider } from "#server/adapters/provider/sandbox/provider.ts";
import type { App } from "#server/context.ts";
import { releaseEveryJob } from "../job-release/release-all.ts";
import type { Reconciler } from "../runtime/reconciler.ts";
import { createAccessEnds } from "./accesses.ts";
import { clusterController } from "./controller.ts";
import type { Agents } from "./deps.ts";

/** The cluster loop with its real providers, as the worker composes it; the agents are the test's. `stop` is a worker that ends. */
export function createClusterLoop(
  app: App,
  agents: Agents,
): { reconciler: Reconciler; stop: () => Promise<void> } {
  const { config, clock, log, clusters, kubeconfigs, managements, queue, live, actor } = app;
  const locks = createSessionLocks(config.databaseUrl, {
    onLost: (name) => {
      log.error({ lock: name }, "another worker took over a sandbox while the database was away");
      void host.stop(name.replace(/^sandbox:/, ""));
    },
  });
  const host = createSandboxHost({ dataDir: config.dataDir, locks, clock, log });
  // a test of the loop has no real Kubernetes: that is what test:kubernetes is for
  const localHost = createLocalHost({
    dataDir: config.dataDir,
    locks,
    log,
    find: () => findEngines({}, LOCAL_FILES),
  });
  const providers = {
    sandbox: sandboxProvider({ host, kubeconfigs }),
    local: localProvider({ host: localHost, kubeconfigs }),
    "cluster-api": clusterApiProvider({ managements, kubeconfigs, clusters }),
    imported: importedProvider({
      kubeconfigs,
      clusters,
      accesses: app.accesses,
      releaseHeld: (kube, within) => releaseEveryJob(kube, () => clock.now(), within),
    }),
  };
  const marks = createMarks(kubeconfigs);
  const accesses = createAccessEnds(app);
  return {
    reconciler: clusterController({
      clusters,
      providers,
      agents,
      queue,
      marks,
      accesses,
      live,
      clock,
      actor,
    }),
    async stop() {
      await host.stopAll();
      await locks.stop();
    },
  };
}
