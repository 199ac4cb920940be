import { counted } from "#charts/format.ts";
import type { ManyVerb } from "#server/domain/cluster/many-verb.ts";
import type { ClusterSummary } from "#server/domain/cluster/view.ts";

export const MANY_VERBS: readonly { verb: ManyVerb; button: string; title: string; doIt: string }[] = [
  { verb: "pause", button: "Pause carbon-awareness", title: "Pause carbon-awareness on", doIt: "Pause it" },
  { verb: "resume", button: "Resume it", title: "Resume carbon-awareness on", doIt: "Resume it" },
  { verb: "release", button: "Release held Jobs", title: "Release the held Jobs of", doIt: "Release them" },
  { verb: "retry", button: "Look again now", title: "Look again now at", doIt: "Look again" },
];

/** What a verb will do to those it is meant for; the others are left out, and that is said. */
export function manySummary(
  verb: ManyVerb,
  chosen: readonly ClusterSummary[],
): { title: string; sentence: string; names: string[]; doIt: string } {
  const meant = chosen.filter((cluster) => isMeant(verb, cluster));
  const left = chosen.length - meant.length;
  const { title = "", doIt = "" } = MANY_VERBS.find((each) => each.verb === verb) ?? {};
  const sentences = [
    meant.length > 0 ? effectOf(verb, meant) : "There is nothing to do.",
    left > 0
      ? `${counted(left, "other")} ${left === 1 ? "is" : "are"} left out: ${WHY_NOT[verb]}.`
      : undefined,
  ];
  return {
    title: `${title} ${counted(meant.length, "cluster")}?`,
    sentence: sentences.filter((each) => each !== undefined).join(" "),
    names: meant.map(({ name }) => name),
    doIt,
  };
}

function isMeant(verb: ManyVerb, { state, carbonPaused, waitingJobs }: ClusterSummary): boolean {
  switch (verb) {
    case "pause":
      return state !== "deleting" && !carbonPaused;
    case "resume":
      return state !== "deleting" && carbonPaused;
    case "release":
      return state !== "deleting" && waitingJobs !== 0;
    case "retry":
      return true;
  }
}

const WHY_NOT: Record<ManyVerb, string> = {
  pause: "paused already, or being deleted",
  resume: "not paused, or being deleted",
  release: "no Job waits there, or it is being deleted",
  retry: "",
};

function effectOf(verb: ManyVerb, clusters: readonly ClusterSummary[]): string {
  const held = clusters.reduce((sum, { waitingJobs }) => sum + (waitingJobs ?? 0), 0);
  const blind = clusters.some(({ waitingJobs }) => waitingJobs === null);
  const jobs = `${blind ? "At least " : ""}${counted(held, "held Job")}`;
  switch (verb) {
    case "pause":
      return `${jobs} ${held === 1 ? "starts" : "start"} at once, whatever the grid; later ones too, until it is resumed.`;
    case "resume":
      return "Jobs submitted from now on may wait again.";
    case "release":
      return `${jobs} ${held === 1 ? "starts" : "start"} at once, whatever the grid. Jobs submitted later wait as before.`;
    case "retry":
      return "What failed is tried again without waiting for its back-off.";
  }
}
