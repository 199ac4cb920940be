import { fileURLToPath } from "node:url";
import { defineConfig } from "prisma/config";

// Prisma's own engine is a download that not every machine can make: run the WASM build of the same engine from npm.
process.env["PRISMA_SCHEMA_ENGINE_BINARY"] ??= fileURLToPath(
  new URL("./scripts/schema-engine.mjs", import.meta.url),
);
process.env["PRISMA_HIDE_UPDATE_MESSAGE"] ??= "1";
process.env["CHECKPOINT_DISABLE"] ??= "1"; // no telemetry

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  // generate must work without a database
  datasource: { url: process.env["DATABASE_URL"] ?? "postgresql://localhost:5432/unset" },
});
