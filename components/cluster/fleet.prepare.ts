import { counted } from "#charts/format.ts";
import { PROVIDER_WORDS } from "#server/domain/cluster/provider-words.ts";
import type { ClusterState, ClusterSummary } from "#server/domain/cluster/view.ts";

export const BROKEN: readonly ClusterState[] = ["failing", "stuck", "unreachable"];

/** The page's sentence: how many hold Jobs, and what needs a person. */
export function fleetHeadline(clusters: readonly ClusterSummary[]): string {
  if (clusters.length === 0) return "No cluster yet.";
  const broken = clusters.filter(({ state }) => BROKEN.includes(state));
  const ready = clusters.filter(({ state }) => state === "ready").length;
  const [first] = broken;
  if (first && broken.length === 1) return `${first.name} ${NEEDS[first.state]}.`;
  if (broken.length > 1) return `${broken.length} of ${counted(clusters.length, "cluster")} need a look.`;
  if (ready === clusters.length)
    return clusters.length === 1 ? "1 cluster, and it is ready." : `${clusters.length} clusters, all ready.`;
  return ready === 0
    ? `${counted(clusters.length, "cluster")}, none ready yet.`
    : `${ready} of ${counted(clusters.length, "cluster")} ${ready === 1 ? "is" : "are"} ready.`;
}

const NEEDS: Record<ClusterState, string> = {
  failing: "fails at a step, and tries again by itself",
  stuck: "is stuck and needs you",
  unreachable: "does not answer",
  "not-started": "is about to begin",
  reconciling: "is being worked on",
  deleting: "is being deleted",
  ready: "is ready",
};

/** The sentence under it. */
export function fleetSentence(clusters: readonly ClusterSummary[]): string {
  if (clusters.length === 0)
    return "A sandbox takes a few seconds and buys nothing. It is simulated, and says so.";
  const known = clusters.filter(({ waitingJobs }) => waitingJobs !== null);
  const waiting = known.reduce((sum, { waitingJobs }) => sum + (waitingJobs ?? 0), 0);
  const blind = clusters.length - known.length;
  const wait =
    known.length === 0
      ? "Whether a Job waits is not known."
      : waiting === 0
        ? "No Job waits."
        : `${counted(waiting, "Job")} ${waiting === 1 ? "waits" : "wait"} for a better hour.`;
  const away = clusters.filter(({ managementAway, state }) => managementAway && state === "ready").length;
  const paused = clusters.filter(({ carbonPaused }) => carbonPaused).length;
  return [
    wait,
    blind > 0 && known.length > 0 ? `Of ${counted(blind, "cluster")} that is not known.` : undefined,
    away > 0
      ? `The management cluster of ${counted(away, "cluster")} does not answer us; ${away === 1 ? "it goes" : "they go"} on without it.`
      : undefined,
    paused > 0 ? `Carbon-awareness is paused on ${counted(paused, "cluster")}.` : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(" ");
}

export function nodesText({ nodesReady, nodesWanted }: ClusterSummary): string {
  if (nodesReady === null) return "not known";
  if (nodesReady === 0 && nodesWanted === 0) return "none yet";
  if (nodesWanted === null || nodesWanted <= nodesReady) return counted(nodesReady, "node");
  return `${nodesReady} of ${counted(nodesWanted, "node")}`;
}

export const providerText = ({ provider }: Pick<ClusterSummary, "provider">): string =>
  PROVIDER_WORDS[provider].line;
