import fs from "node:fs";
import path from "node:path";
import { createDb } from "#server/adapters/db/client.ts";
import type { Product } from "./product.ts";

/** As if the deletion of a cluster had begun ten hours ago: nobody waits a quarter of an hour for what is stuck. */
export async function backDateDeletion({ dataDir }: Product, cluster: string): Promise<void> {
  const place = path.join(dataDir, "postgres");
  const password = fs.readFileSync(`${place}.password`, "utf8").trim();
  const port = fs.readFileSync(path.join(place, "postmaster.pid"), "utf8").split("\n")[3];
  const db = createDb(`postgresql://karbon:${password}@127.0.0.1:${port}/karbon`, 1);
  try {
    await db.$executeRaw`
      update cluster_step set at = at - interval '10 hours'
      where operation = 'delete' and cluster_id = (select id from cluster where name = ${cluster})`;
    await db.$executeRaw`
      update cluster set conditions = (
        select coalesce(jsonb_agg(case when each ->> 'type' = 'Stuck'
          then jsonb_set(each, '{lastTransitionTime}', '"2020-01-01T00:00:00.000Z"') else each end), '[]')
        from jsonb_array_elements(conditions) each)
      where name = ${cluster}`;
  } finally {
    await db.$disconnect();
  }
}
