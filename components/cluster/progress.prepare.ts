import { counted, percent } from "#charts/format.ts";
import type { OperationView } from "#server/domain/cluster/view.ts";
import { spanOf } from "#server/domain/cluster/words.ts";
import { stepDuration } from "./step-time.ts";

/** How far an operation is, and when it may end: "62 %, 5 of 9 steps done. About 2 to 4 min left." */
export function progressText(operation: OperationView, now: Date, stuck = false): string {
  const { steps, startedAt, finishedAt } = operation;
  if (finishedAt)
    return `${counted(steps.length, "step")}, all done in ${stepDuration(+finishedAt - +startedAt)}`;
  const done = steps.filter(({ state }) => state === "done").length;
  return `${percent(operation.percent)}, ${done} of ${counted(steps.length, "step")} done. ${endText(operation, now, stuck)}`;
}

function endText({ steps, eta }: OperationView, now: Date, stuck: boolean): string {
  if (steps.some(({ state }) => state === "failed")) return "A step fails, so its end is not known.";
  if (stuck) return "It is stuck, so its end is not known.";
  if (!eta) return "No past run tells when it ends.";
  const [from, to] = [+eta.from - +now, +eta.to - +now];
  if (to <= 0) return "Past runs had ended by now.";
  const [least, most] = [spanOf(from), spanOf(to)];
  if (from < 1_000) return `Up to ${most} left, as past runs went.`;
  return least === most
    ? `About ${most} left, as past runs went.`
    : `${least} to ${most} left, as past runs went.`;
}
