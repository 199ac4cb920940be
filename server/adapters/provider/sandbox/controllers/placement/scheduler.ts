import type { Pod } from "#server/domain/kubernetes.ts";
import { turnCondition, type RunningPod } from "../objects.ts";
import type { ControllerDeps } from "../runtime/controller.ts";
import { timestamp } from "../runtime/timestamp.ts";
import { breathe } from "../runtime/turn.ts";
import { planPlacements } from "./plan-placements.ts";
import { readWorld } from "./world.ts";

const COMPONENT = "default-scheduler";

/** One pass over all pods that wait: binds what fits, says why the rest does not, and tells which pools are to grow. */
export async function schedulePods(
  { api, clock, events }: ControllerDeps,
  launch: (pool: string, count: number) => Promise<void>,
): Promise<void> {
  const { spots, pools, pending } = readWorld(api);
  if (pending.length === 0) return;
  const plan = planPlacements(pending, spots, pools);
  for (const [pool, count] of plan.launch) await launch(pool, count);
  for (const { pod, node } of plan.bind) {
    await bind(pod, node);
    await breathe();
  }
  for (const { pod, message } of [...plan.wait, ...plan.refuse]) {
    await refuse(pod, message);
    await breathe();
  }

  async function bind(pod: Pod, node: string): Promise<void> {
    const { namespace, name } = pod.metadata;
    const bound = await api.update<Pod>("pods", namespace, name, ({ spec }) => {
      spec.nodeName = node;
    });
    if (!bound) return;
    await setScheduled(pod, { status: "True" });
    await events.record(
      pod,
      {
        type: "Normal",
        reason: "Scheduled",
        message: `Successfully assigned ${namespace}/${name} to ${node}`,
      },
      COMPONENT,
    );
  }

  async function refuse(pod: Pod, message: string): Promise<void> {
    const known = pod.status?.conditions?.find(({ type }) => type === "PodScheduled");
    if (known?.status === "False" && known.message === message) return;
    await setScheduled(pod, { status: "False", reason: "Unschedulable", message });
    await events.record(pod, { type: "Warning", reason: "FailedScheduling", message }, COMPONENT);
  }

  async function setScheduled(
    pod: Pod,
    words: { status: string; reason?: string; message?: string },
  ): Promise<void> {
    await api.updateStatus<RunningPod>("pods", pod.metadata.namespace, pod.metadata.name, (newest) => {
      const conditions = newest.status?.conditions ?? [];
      const next = { type: "PodScheduled", ...words };
      turnCondition(conditions, next, timestamp(clock.now()));
      newest.status = { ...newest.status, conditions };
    });
  }
}
