import { AGENT_FLAGS, loadAgentConfig } from "#server/main/agent-config.ts";
import { runAgent } from "#server/main/agent-program.ts";
import { releaseForRemoval } from "#server/main/agent-release.ts";
import { DEMO_FLAGS } from "#server/main/demo/config.ts";
import { runDemo } from "#server/main/demo/run.ts";
import { helpOf } from "#server/main/flags.ts";
import { runSignal, setGreen, SIGNAL_FLAGS } from "#server/main/signal.ts";
import { stopSignal } from "#server/main/stop-signal.ts";

const HELP = `karbon agent [release] [FLAGS]
  Holds and releases the Jobs of one cluster: the one it is in, or that KUBECONFIG names.
  \`release\` lets every held Job go before the agent is removed.
${helpOf(AGENT_FLAGS)}

karbon signal [green on|off|auto] [FLAGS]
  Serves green hours by the clock as a carbon signal; \`green\` overrules a running one, for demos.
${helpOf(SIGNAL_FLAGS)}

karbon demo apply | status | green on|off | remove [FLAGS]
  The sample pools, policies and workloads in the cluster that KUBECONFIG names, on a grid that \`green\` sets by hand;
  \`remove\` takes exactly these away.
${helpOf(DEMO_FLAGS)}
`;

/** `karbon`: one line or one sentence for people, exit 1 when it could not be done. */
async function main([command, ...rest]: readonly string[]): Promise<void> {
  switch (command) {
    case "agent":
      return agent(rest);
    case "signal":
      return rest[0] === "green"
        ? say(await setGreen(rest.slice(1), process.env))
        : runSignal(rest, process.env, stopSignal());
    case "demo":
      return say(rest.includes("--help") ? HELP : await runDemo(rest, process.env, stopSignal()));
    case "help":
    case "--help":
    case "-h":
    case undefined:
      return say(HELP);
    default:
      throw new Error(`There is no command ${command}; \`karbon help\` lists them.`);
  }
}

async function agent(args: readonly string[]): Promise<void> {
  if (args.includes("--help")) return say(HELP);
  const verb = args[0] === "release" ? "release" : undefined;
  const config = loadAgentConfig(verb ? args.slice(1) : args, process.env);
  const stop = stopSignal();
  if (!verb && !config.releaseAll) return runAgent(config, stop);
  const released = await releaseForRemoval(config, stop);
  return say(`${released} held ${released === 1 ? "Job was" : "Jobs were"} let go; none is held any more.`);
}

const say = (text: string): void => void process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);

try {
  await main(process.argv.slice(2));
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
