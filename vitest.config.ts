import { defineConfig } from "vitest/config";

const common = { exclude: ["**/node_modules/**", ".next/**", "dist/**"], environment: "node" as const };

/** unit: no database, no cluster. db: on an embedded Postgres. kubernetes: on a real control plane. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: "unit",
          include: ["{server,components,charts,scripts,cli,bench,e2e}/**/*.test.{ts,tsx}"],
          exclude: [...common.exclude, "**/*.db.test.ts", "**/*.kube.test.ts"],
        },
      },
      {
        test: {
          ...common,
          name: "db",
          include: ["server/**/*.db.test.ts"],
          globalSetup: ["server/adapters/db/testing.setup.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...common,
          name: "kubernetes",
          include: ["e2e/kubernetes/**/*.kube.test.ts"],
          globalSetup: ["e2e/kubernetes/control-plane.setup.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
