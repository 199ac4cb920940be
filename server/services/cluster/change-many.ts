import { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { DomainError } from "#server/domain/errors.ts";
import { ManyVerb } from "#server/domain/cluster/many-verb.ts";
import { counted } from "#server/domain/cluster/words.ts";
import { releaseAll } from "./release-all.ts";
import { retryCluster } from "./retry.ts";
import { setCarbonPaused } from "./set-carbon-paused.ts";

export const ChangeMany = z.object({
  names: z.array(z.string().min(1).max(200)).min(1, { error: "Choose at least one cluster." }).max(1_000),
  verb: ManyVerb,
});
export type ChangeMany = z.infer<typeof ChangeMany>;

export interface ManyOutcome {
  name: string;
  done: boolean;
  /** What it came to, or why not. */
  message: string;
}
const AT_ONCE = 8;

/** One verb on many clusters, each on its own: what one refuses does not keep the others. In the order of `names`. */
export async function changeMany(app: App, { names, verb }: ChangeMany): Promise<ManyOutcome[]> {
  authorise(app.actor, "operate", "change clusters");
  const outcomes: ManyOutcome[] = [];
  const distinct = [...new Set(names)];
  for (let at = 0; at < distinct.length; at += AT_ONCE) {
    const some = distinct.slice(at, at + AT_ONCE);
    outcomes.push(...(await Promise.all(some.map((name) => changeOne(app, name, verb)))));
  }
  return outcomes;
}

async function changeOne(app: App, name: string, verb: ManyVerb): Promise<ManyOutcome> {
  try {
    return { name, done: true, message: await VERBS[verb](app, name) };
  } catch (error) {
    if (error instanceof DomainError) return { name, done: false, message: error.message };
    app.log.error({ err: error, cluster: name, verb }, "a verb on many clusters failed at one");
    return { name, done: false, message: "It failed here, which is a fault of ours; the log has it." };
  }
}

const VERBS: Record<ManyVerb, (app: App, name: string) => Promise<string>> = {
  pause: async (app, name) => {
    await setCarbonPaused(app, { name, paused: true });
    return "Paused: its Jobs start at once.";
  },
  resume: async (app, name) => {
    await setCarbonPaused(app, { name, paused: false });
    return "On: Jobs submitted from now on may wait.";
  },
  release: async (app, name) => {
    const { released } = await releaseAll(app, { name });
    return released === 0 ? "No Job was held." : `${counted(released, "Job")} released.`;
  },
  retry: async (app, name) => {
    await retryCluster(app, { name });
    return "Looked at again now.";
  },
};
