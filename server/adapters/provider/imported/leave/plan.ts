import { findInstallation } from "#server/adapters/kubernetes/agent-installation.ts";
import { POLICIES_PATH, SCORES_PATH } from "#server/adapters/kubernetes/cluster-view.ts";
import type { AgentOwner } from "#server/domain/agent/view.ts";
import type { Access } from "../../kube-access.ts";
import { look } from "../../kube-look.ts";
import { installedPaths, leftToOthers } from "./installation.ts";
import { planKinds } from "./kinds.ts";
import { countOurs } from "./policies.ts";

export interface LeavePlan {
  /** In the order in which it goes; what there is none of is not said. */
  removes: { what: string; count: number }[];
  /** What somebody else uses too: "The kind CarbonScore (helm wrote it too)". */
  stays: string[];
}

/** What forgetting a cluster takes out of it, counted now; the accesses given out are known here. Nothing is written. */
export async function planLeave(access: Access, accesses: number): Promise<LeavePlan> {
  const installation = await findInstallation(access);
  const others = leftToOthers(installation);
  const [{ waitingJobs }, agent, policies, scores, { goes, stays }] = await Promise.all([
    look(access, 0),
    others ? [] : installedPaths(access),
    countOurs(access, POLICIES_PATH),
    countOurs(access, SCORES_PATH),
    planKinds(access),
  ]);
  const ofKind = (kind: string): number => goes.filter((each) => each.kind === kind).length;
  const removes = [
    line(others ? 0 : (waitingJobs ?? 0), "held Job, which starts", "held Jobs, which start"),
    line(agent.length, "object of the agent", "objects of the agent"),
    line(policies, "policy of ours", "policies of ours"),
    line(scores, "score of ours", "scores of ours"),
    line(accesses, "access of a person, which ends", "accesses of people, which end"),
    line(ofKind("kind"), "kind of carbon-aware.io", "kinds of carbon-aware.io"),
    line(ofKind("namespace"), "namespace karbonetes-system", "namespaces"),
  ];
  return {
    removes: removes.filter(({ count }) => count > 0),
    stays: [
      ...(installation && others ? [`The agent, which ${BY[installation.owner]} installed`] : []),
      ...stays.map(({ what, why }) => `${what} (${why})`),
    ],
  };
}

const BY: Record<AgentOwner, string> = { console: "this console", helm: "Helm", other: "somebody else" };

const line = (count: number, one: string, many: string) => ({ count, what: count === 1 ? one : many });
