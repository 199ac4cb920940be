import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { openControlPlane, type ControlPlane } from "#server/adapters/control-plane/control-plane.ts";
import {
  ENGINES_COMMAND,
  type LOCAL_FILES,
  type LocalEngines,
} from "#server/adapters/control-plane/engines.ts";
import type { Found } from "#server/adapters/control-plane/find-engines.ts";
import { endLeftovers } from "#server/adapters/control-plane/leftovers.ts";
import type { SessionLocks } from "#server/adapters/db/session-lock.ts";
import type { Logger } from "#server/adapters/log.ts";
import type { ClusterIdentity } from "#server/domain/cluster/provider.ts";
import type { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { UserError } from "#server/domain/errors.ts";
import { planeDir } from "./end-all.ts";
import { instanceTypesOf } from "./instance-types.ts";

/** A cluster's control plane, and the file with the kinds that Karpenter needs in it. */
export interface LocalCluster {
  plane: ControlPlane;
  karpenterCrds: string;
}
export interface LocalHost {
  /** Certificates, ports and kubeconfig; "elsewhere" while another process owns it. Starts nothing by itself. */
  open(cluster: ClusterIdentity, spec: ClusterSpec): Promise<LocalCluster | "elsewhere">;
  runsHere(id: string): boolean;
  /** Whether it has state on this machine. */
  exists(id: string): boolean;
  /** Ends every process of it. False while another worker owns it. */
  stop(id: string): Promise<boolean>;
  erase(id: string): Promise<void>;
  stopAll(): Promise<void>;
}
interface HostOptions {
  dataDir: string;
  locks: SessionLocks;
  log: Logger;
  find: () => Promise<Found<(typeof LOCAL_FILES)[number]>>;
}

const lockOf = (id: string): string => `local:${id}`;

/** Owns the local clusters of this worker: their processes are its children. One owner each, by an advisory lock. */
export function createLocalHost({ dataDir, locks, log, find }: HostOptions): LocalHost {
  const clusters = new Map<string, Promise<LocalCluster>>();
  const dirOf = (id: string): string => planeDir(dataDir, id);

  async function prepare({ id, name }: ClusterIdentity, spec: ClusterSpec): Promise<LocalCluster> {
    const engines = await present(find);
    const dir = dirOf(id);
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    writeFileSync(path.join(dir, "instance-types.json"), JSON.stringify(instanceTypesOf(spec.pools)));
    const plane = await openControlPlane({ dir, engines, name, durable: true });
    log.info({ cluster: name, server: plane.server }, "a local cluster is opened");
    return { plane, karpenterCrds: engines["karpenter-crds.yaml"] };
  }

  async function close(id: string): Promise<void> {
    const open = await clusters.get(id)?.catch(() => undefined);
    clusters.delete(id);
    await open?.plane.stop();
  }

  return {
    async open(cluster, spec) {
      const { id } = cluster;
      const known = clusters.get(id);
      if (known) return known;
      if (!(await locks.acquire(lockOf(id)))) return "elsewhere";
      const opened =
        clusters.get(id) ??
        prepare(cluster, spec).catch(async (error: unknown) => {
          clusters.delete(id);
          await locks.release(lockOf(id));
          throw error;
        });
      clusters.set(id, opened);
      return opened;
    },
    runsHere: (id) => clusters.has(id),
    exists: (id) => existsSync(dirOf(id)),
    async stop(id) {
      if (!clusters.has(id) && !(await locks.acquire(lockOf(id)))) return false;
      await close(id);
      await endLeftovers(dirOf(id)); // of an owner that was killed
      await locks.release(lockOf(id));
      return true;
    },
    erase: (id) => rm(path.join(dataDir, "clusters", id), { recursive: true, force: true }),
    async stopAll() {
      await Promise.all([...clusters.keys()].map(close));
    },
  };
}

async function present(find: HostOptions["find"]): Promise<LocalEngines> {
  const { all, missing } = await find();
  if (all) return all;
  throw new UserError("EnginesMissing", enginesMissing(missing));
}

/** What a person does about it. */
export const enginesMissing = (missing: readonly string[]): string =>
  `Real Kubernetes is not on this machine yet: ${missing.join(", ")}. Run "${ENGINES_COMMAND}" once, then retry.`;
