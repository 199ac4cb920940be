import { createDb } from "#server/adapters/db/client.ts";
import { decide } from "#server/domain/job/decide.ts";
import { decodeDecideInput } from "#server/domain/job/record.ts";

/**
 * Another process makes each release again from the inputs recorded at that instant.
 * Prints {"releases":N,"early":[...],"different":[...]}.
 */
const db = createDb(process.env["DATABASE_URL"] ?? "", 2);
const rows = await db.decision.findMany({ where: { released: true }, orderBy: { at: "asc" } });
const early: string[] = [];
const different: string[] = [];
for (const row of rows) {
  const again = decide(decodeDecideInput(row.input));
  if (again.kind === "wait") early.push(row.name);
  if (again.kind !== row.kind || again.reason !== row.reason) different.push(row.name);
}
await db.$disconnect();
const names = [...new Set(rows.map((row) => row.name))];
process.stdout.write(`${JSON.stringify({ releases: rows.length, names, early, different })}\n`);
