import { readdirSync } from "node:fs";
import path from "node:path";
import { endLeftovers } from "#server/adapters/control-plane/leftovers.ts";

/** The folder of a local cluster's control plane. */
export const planeDir = (dataDir: string, id: string): string =>
  path.join(dataDir, "clusters", id, "control-plane");

/** Ends every process of every local cluster of this data directory: a worker that was killed could not. */
export async function endAllPlanes(dataDir: string): Promise<void> {
  await Promise.all(clusterIds(dataDir).map((id) => endLeftovers(planeDir(dataDir, id))));
}

function clusterIds(dataDir: string): string[] {
  try {
    return readdirSync(path.join(dataDir, "clusters"));
  } catch {
    return []; // there has never been a cluster
  }
}
