import { execFileSync } from "node:child_process";
import { findEngines } from "#server/adapters/control-plane/find-engines.ts";

/** Runs the kubectl that was built beside the other engines, with a kubeconfig as a person has it: a file. */
export async function kubectlWith(kubeconfigFile: string): Promise<(...args: string[]) => string> {
  const program = (await findEngines(process.env, ["kubectl"])).all?.kubectl ?? "kubectl";
  return (...args) =>
    execFileSync(program, ["--kubeconfig", kubeconfigFile, ...args], { encoding: "utf8" }).trim();
}
