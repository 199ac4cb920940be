import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createDb } from "#server/adapters/db/client.ts";
import { createClusterRepo } from "#server/adapters/db/cluster.ts";
import { restartApi } from "../e2e/kubernetes/cluster-api/api-restart.ts";
import { startManagement, type Management } from "../e2e/kubernetes/cluster-api/management.ts";
import { claimed, signedIn } from "../e2e/support/api.ts";
import { startProduct, type Product } from "../e2e/support/product.ts";
import { changeAll, connect, createFleet } from "./fleet/clusters.ts";
import { rssOf } from "./fleet/process.ts";
import { percentile, steadyFor, workerOf, type Steady } from "./fleet/steady.ts";
import { measure, option, progress, report } from "./report.ts";

const SETTLE_MS = 20_000;

/**
 * The product with so many clusters of Cluster API, machines in memory: what its worker takes when all are Ready and at the end, what
 * the console's list takes, and whether the watch survives a crash of the management API in the middle. Needs a build.
 */
await measure(async () => {
  const size = { clusters: option("clusters", 50), machines: option("machines", 5) };
  if (size.clusters < 1 || size.machines < 2)
    throw new Error("Give a cluster at least, of two machines at least.");
  const management = await startManagement();
  try {
    const product = await startProduct();
    try {
      return await weigh(product, management, size, option("minutes", 30));
    } finally {
      await product.stop();
    }
  } finally {
    await management.stop();
  }
});

async function weigh(
  product: Product,
  management: Management,
  size: { clusters: number; machines: number },
  minutes: number,
): Promise<boolean> {
  const api = await claimed(product.origin);
  const { managementId } = await connect(api, management);
  const bareMb = rssOf(workerOf(product));
  await createFleet(api, managementId, size);
  progress(
    `All ${size.clusters} are Ready. ${minutes} min, with a crash of the management API in the middle.`,
  );

  const db = createDb(databaseOf(product));
  const rows = () => createClusterRepo(db).list();
  await sleep(SETTLE_MS);
  const startMb = rssOf(workerOf(product));
  const ask = { list: () => api.cluster.list.query(), rows };
  const before = await steadyFor(30_000 * minutes, product, ask);
  await restartApi(management);
  progress("The management API is back. Each cluster is changed.");
  const again = await signedIn(product.origin);
  const lost = await changeAll(again, size);
  const after = await steadyFor(30_000 * minutes, product, { list: () => again.cluster.list.query(), rows });
  const endMb = rssOf(workerOf(product));
  await db.$disconnect();
  tell({ clusters: size.clusters, bareMb, startMb, endMb, lost, before, after });
  return lost.length === 0;
}

interface Weighed {
  clusters: number;
  bareMb: number;
  startMb: number;
  endMb: number;
  lost: string[];
  before: Steady;
  after: Steady;
}
function tell({ clusters, bareMb, startMb, endMb, lost, before, after }: Weighed): void {
  const list = percentile([...before.listMs, ...after.listMs], 95);
  const bare = percentile([...before.rowsMs, ...after.rowsMs], 95);
  const cpu = (before.cpuPercent + after.cpuPercent) / 2;
  const result = {
    clusters,
    rssStartMegabytes: Math.round(startMb),
    rssEndMegabytes: Math.round(endMb),
    listP95Milliseconds: tenth(list),
    lostWatches: lost.length,
    steadyCpuPercent: tenth(cpu),
  };
  report(result, [
    ["clusters", clusters],
    ["MB of the worker without a cluster", Math.round(bareMb)],
    ["MB when all are Ready", result.rssStartMegabytes],
    ["MB at the end", `${result.rssEndMegabytes}, ${(endMb / startMb).toFixed(2)} of that at the start`],
    ["ms of the console's list, p95", result.listP95Milliseconds],
    [
      "ms of the same rows from Postgres, p95",
      `${tenth(bare)}, so the list takes ${tenth(list / bare)} times that`,
    ],
    [
      "changes after the crash that no watch told of",
      lost.length === 0 ? 0 : `${lost.length}: ${lost.join(", ")}`,
    ],
    [
      "% of a core, steady",
      `${result.steadyCpuPercent} (${tenth(before.cpuPercent)} before the crash, ${tenth(after.cpuPercent)} after)`,
    ],
  ]);
}

function tenth(value: number): number {
  return Math.round(10 * value) / 10;
}

function databaseOf({ dataDir }: Product): string {
  const file = path.join(dataDir, "processes.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { databaseUrl: string }).databaseUrl;
}
