import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseAllDocuments, stringify } from "yaml";
import { TOOL_FILES } from "#server/adapters/control-plane/engines.ts";
import { haveEngines } from "#server/adapters/control-plane/have-engines.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";

export const AGENT_CHART = "deploy/helm/karbonetes-agent";
export const CONTROL_PLANE_CHART = "deploy/helm/karbonetes";

export interface Ran {
  code: number;
  output: string;
}

/** helm and actionlint, as pinned and built like the engines. */
export const haveTools = () =>
  haveEngines({
    env: process.env,
    files: TOOL_FILES,
    say: (line) => void process.stderr.write(`${line}\n`),
  });

export function run(file: string, args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(
      file,
      args,
      { env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const code = typeof error?.code === "number" ? error.code : Number(Boolean(error));
        resolve({ code, output: stdout + (code === 0 ? "" : stderr) });
      },
    );
  });
}

/** Helm with a home of its own, on one cluster; `end` takes both files away. */
export function helmFor(helm: string, kubeconfig: string) {
  const home = mkdtempSync(path.join(os.tmpdir(), "helm-"));
  const file = path.join(home, "kubeconfig");
  writeFileSync(file, kubeconfig, { mode: 0o600 });
  const env = {
    KUBECONFIG: file,
    HELM_CACHE_HOME: path.join(home, "cache"),
    HELM_CONFIG_HOME: path.join(home, "config"),
    HELM_DATA_HOME: path.join(home, "data"),
  };
  const withValues = (values: object): string[] => {
    const target = path.join(home, `values-${process.hrtime.bigint()}.yaml`);
    writeFileSync(target, stringify(values, { compat: "yaml-1.1" })); // or "yes" arrives as true
    return ["--values", target];
  };
  return {
    run: (args: readonly string[], values: object = {}) => run(helm, [...args, ...withValues(values)], env),
    bare: (args: readonly string[]) => run(helm, args, env),
    end: () => rmSync(home, { recursive: true, force: true }),
  };
}

export const objectsIn = (text: string): KubeObject[] =>
  parseAllDocuments(text).flatMap((document) => {
    const [problem] = document.errors;
    if (problem) throw problem;
    const object: unknown = document.toJS();
    return object ? [object as KubeObject] : [];
  });
