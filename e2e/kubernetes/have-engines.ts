// Finds or builds the programs of a control plane, with progress on stderr; one sentence and exit 1 when they cannot be had.
import { haveEngines } from "#server/adapters/control-plane/have-engines.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);
try {
  await haveEngines({ env: process.env, say });
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
