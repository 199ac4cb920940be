import type { Clock } from "#server/domain/clock.ts";
import type { SandboxApi } from "../machine.ts";
import { eventExpiry } from "./collect/event-expiry.ts";
import { garbageCollector } from "./collect/garbage-collector.ts";
import { namespaceController } from "./collect/namespace-controller.ts";
import { serviceAccountController } from "./collect/service-account-controller.ts";
import { cronJobController } from "./cron-job/cron-job-controller.ts";
import { jobController } from "./job/job-controller.ts";
import { jobExpiry } from "./job/job-expiry.ts";
import { orphanPods } from "./job/orphan-pods.ts";
import { NODE_POOL_CRD } from "./placement/node-pool.ts";
import { placementController } from "./placement/placement-controller.ts";
import { podController } from "./pod/pod-controller.ts";
import type { ControllerLog } from "./runtime/controller.ts";
import { createEventRecorder } from "./runtime/event-recorder.ts";
import { createKeyQueue } from "./runtime/key-queue.ts";
import { createOwnerIndex } from "./runtime/owner-index.ts";

const CONTROLLERS = [
  jobController,
  jobExpiry,
  orphanPods,
  cronJobController,
  placementController,
  podController,
  garbageCollector,
  namespaceController,
  serviceAccountController,
  eventExpiry,
];

/**
 * Runs what a cluster runs beside its API server, until the signal aborts. State is in the objects alone: started again on the same
 * store, each controller goes on from the timestamps it finds.
 * @returns `stopped`, which resolves when the last run in hand is over
 */
export async function startControllers({
  api,
  clock,
  signal,
  log,
  random = Math.random,
}: {
  api: SandboxApi;
  clock: Clock;
  signal: AbortSignal;
  log: ControllerLog;
  random?: () => number;
}): Promise<{ stopped: Promise<void> }> {
  if (!api.kinds().some(({ plural }) => plural === "nodepools")) await api.create(NODE_POOL_CRD);
  const owners = createOwnerIndex(api);
  const events = createEventRecorder(api, clock, log, random);
  const running = CONTROLLERS.map((make) => {
    const controller = make({ api, clock, log, owners, events, random });
    return { controller, queue: createKeyQueue(controller, { clock, log }) };
  });
  const unsubscribe = api.onEvent((plural, event) => {
    owners.observe(plural, event);
    for (const { controller, queue } of running)
      for (const key of controller.keysOf(plural, event)) queue.add(key);
  });
  for (const { controller, queue } of running) for (const key of controller.allKeys()) queue.add(key);
  const stopped = new Promise<void>((resolve) => {
    const stop = (): void => {
      unsubscribe();
      void Promise.all(running.map(({ queue }) => queue.stop())).then(() => resolve());
    };
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
  return { stopped };
}
