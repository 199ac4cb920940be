import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { LOCAL_FILES } from "#server/adapters/control-plane/engines.ts";
import { findEngines } from "#server/adapters/control-plane/find-engines.ts";
import { createLogger } from "#server/adapters/log.ts";
import { createLocalHost, type LocalHost } from "#server/adapters/provider/local/host.ts";
import { localProvider } from "#server/adapters/provider/local/provider.ts";
import type { Kubeconfigs } from "#server/adapters/secret/kubeconfigs.ts";

/** One machine with local clusters on it: their files, and workers that come and go. */
export function localWorld() {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "karbonetes-local-"));
  const stored = new Map<string, string>();
  const hosts: LocalHost[] = [];
  const kubeconfigs: Kubeconfigs = {
    find: (id) => Promise.resolve(stored.get(id)),
    save: (id, yaml) => Promise.resolve(void stored.set(id, yaml)),
    seal: () => Promise.reject(new Error("not needed here")),
  };

  /** A worker that has just started; it is alone. */
  function worker() {
    const host = createLocalHost({
      dataDir,
      locks: {
        acquire: () => Promise.resolve(true),
        release: () => Promise.resolve(),
        stop: () => Promise.resolve(),
      },
      log: createLogger("test", "silent"),
      find: () => findEngines(process.env, LOCAL_FILES),
    });
    hosts.push(host);
    return { host, provider: localProvider({ host, kubeconfigs }) };
  }
  return {
    dataDir,
    stored,
    worker,
    async close() {
      for (const host of hosts) await host.stopAll();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
export type LocalWorld = ReturnType<typeof localWorld>;
