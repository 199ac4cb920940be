import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { createDb, type Db } from "./client.ts";

export interface TestDatabase {
  url: string;
  db: Db;
  /** A plain client of the server, for what Prisma does not speak: LISTEN, pg_terminate_backend. */
  admin(sql: string): Promise<void>;
  drop(): Promise<void>;
}

/** A fresh migrated database on the embedded Postgres that vitest's global set-up started. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = process.env["KARBON_TEST_POSTGRES_URL"];
  if (!serverUrl)
    throw new Error("Database tests run as vitest's project `db`, whose set-up starts a Postgres.");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const admin = async (sql: string) => {
    const client = new Client({ connectionString: serverUrl });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  };
  await admin(`create database ${name} template karbon_template`);
  const url = serverUrl.replace(/\/[^/]*$/, `/${name}`);
  const db = createDb(url, 5);
  return {
    url,
    db,
    admin,
    async drop() {
      await db.$disconnect();
      await admin(`drop database if exists ${name} with (force)`);
    },
  };
}
