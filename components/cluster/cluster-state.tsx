import { type Shape, Status } from "#components/ui/status.tsx";
import type { ClusterState, ClusterSummary } from "#server/domain/cluster/view.ts";

const SHAPES: Record<ClusterState, Shape> = {
  "not-started": "todo",
  reconciling: "working",
  ready: "ready",
  failing: "failed",
  stuck: "failed",
  unreachable: "unreachable",
  deleting: "deleting",
};

/** One shape and one word a state: the word comes from the server, with its numbers. */
export function ClusterStateMark({ state, word }: Pick<ClusterSummary, "state" | "word">) {
  return <Status shape={SHAPES[state]}>{word}</Status>;
}
