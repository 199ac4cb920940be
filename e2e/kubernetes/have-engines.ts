// Finds or builds the programs of a control plane, with progress on stderr; one sentence and exit 1 when they cannot be had.
import { haveEngines } from "#server/adapters/control-plane/have-engines.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort()); // or the build goes on without us
try {
  await haveEngines({ env: process.env, say, signal: stop.signal });
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
