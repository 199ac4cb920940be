import { z } from "zod";
import type { Pod } from "../kubernetes.ts";

export interface ContainerStanding {
  /** It runs, or has run before. */
  started: boolean;
  /** It runs no more and will not again: its log is whole. */
  finished: boolean;
}

const State = z.object({
  running: z.unknown().optional(),
  terminated: z.object({ exitCode: z.number() }).nullish(),
});
const Status = z.object({ name: z.string(), state: State.nullish(), lastState: State.nullish() });
const Statuses = z.array(Status).catch([]);
/** One container's own rule is said of init containers alone: a sidecar is started again. */
const InitContainers = z
  .array(z.object({ name: z.string(), restartPolicy: z.string().default("OnFailure") }))
  .catch([]);
const RestartPolicy = z.string().catch("Always");

/** How a container of a pod stands, by the pod's status; nothing is known of one whose kubelet has not spoken yet. */
export function containerStanding({ spec, status }: Pod, container: string): ContainerStanding {
  const init = InitContainers.parse(spec["initContainers"]).find(({ name }) => name === container);
  const statuses = Statuses.parse(status?.[init ? "initContainerStatuses" : "containerStatuses"]);
  const own = statuses.find(({ name }) => name === container);
  const restarts = init ? init.restartPolicy : RestartPolicy.parse(spec["restartPolicy"]);
  return {
    started: own !== undefined && hasStarted(own),
    finished: isDone(status?.phase) || hasEnded(own, restarts),
  };
}

const hasStarted = ({ state, lastState }: z.infer<typeof Status>): boolean =>
  Boolean(state?.running ?? state?.terminated ?? lastState?.terminated);

/** For good: nobody starts it again. */
function hasEnded(own: z.infer<typeof Status> | undefined, restarts: string): boolean {
  const exitCode = own?.state?.terminated?.exitCode;
  if (exitCode === undefined) return false;
  return restarts === "Never" || (restarts === "OnFailure" && exitCode === 0);
}

const isDone = (phase: string | undefined): boolean => phase === "Succeeded" || phase === "Failed";
