// `npm run engines`: finds or builds the programs of real Kubernetes, with progress; one sentence and exit 1 when they cannot be had.
import { CLUSTER_API_FILES, ENGINE_FILES, TOOL_FILES } from "#server/adapters/control-plane/engines.ts";
import { engineFolders } from "#server/adapters/control-plane/find-engines.ts";
import { haveEngines } from "#server/adapters/control-plane/have-engines.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort()); // or the build goes on without us
try {
  const files = process.argv.includes("--tools")
    ? [...ENGINE_FILES, ...CLUSTER_API_FILES, ...TOOL_FILES]
    : ENGINE_FILES;
  await haveEngines({ env: process.env, files, say, signal: stop.signal });
  if (process.argv.includes("--tell"))
    say(`Real Kubernetes is here, in ${engineFolders(process.env).join(", ")}.`);
} catch (error) {
  say(stop.signal.aborted ? "Stopped. What was built stays." : messageOf(error));
  process.exitCode = 1;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
