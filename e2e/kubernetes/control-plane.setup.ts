import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { haveEngines } from "#server/adapters/control-plane/have-engines.ts";
import { startControlPlane } from "#server/adapters/control-plane/start-control-plane.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** YAML: an administrator of the real control plane that this run has for itself. */
    kubeconfig: string;
  }
}

/** One control plane a run; each test file has namespaces and nodes of its own on it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const engines = await haveEngines({
    env: process.env,
    say: (line) => void process.stderr.write(`${line}\n`),
  });
  const dir = mkdtempSync(path.join(os.tmpdir(), "karbonetes-kubernetes-"));
  const startedAt = performance.now();
  const { kubeconfig, server, stop } = await startControlPlane({ dir, engines });
  process.stderr.write(
    `Kubernetes is ready at ${server} after ${((performance.now() - startedAt) / 1_000).toFixed(1)} s.\n`,
  );
  project.provide("kubeconfig", kubeconfig);
  return async () => {
    await stop();
    rmSync(dir, { recursive: true, force: true });
  };
}
