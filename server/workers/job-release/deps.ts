import type { Admissions } from "#server/adapters/decision/admissions.ts";
import type { Recorder } from "#server/adapters/decision/journal.ts";
import type { AgentCache } from "#server/adapters/kubernetes/agent-cache.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import type { Logger } from "#server/adapters/log.ts";
import type { EventQueue } from "#server/adapters/kubernetes/event-queue.ts";
import type { Clock } from "#server/domain/clock.ts";
import type { ClusterView } from "#server/domain/job/input.ts";
import type { Turns } from "./turns.ts";

export interface JobReleaseDeps {
  clusterId: string;
  kube: KubeClient;
  cache: Pick<AgentCache, "jobs"> & ClusterView;
  recorder: Recorder;
  admissions: Pick<Admissions, "adopt">;
  clock: Clock;
  /** Jobs from before are not decided on in a dry run: how they came is not known. */
  since: Date;
  log: Pick<Logger, "info" | "warn">;
  /** Who goes next; without it each goes at once. */
  turns?: Turns;
  /** Events are written behind the work; without it at once. */
  events?: EventQueue;
  /** Each Event's reason, for those who count. */
  onTold?: (reason: string) => void;
}
