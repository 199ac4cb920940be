import { runMigrations } from "graphile-worker";

/** Makes or raises the queue's own schema. Several processes may call it at once. */
export async function migrateQueue(databaseUrl: string): Promise<void> {
  await runMigrations({ connectionString: databaseUrl, noPreparedStatements: true });
}
