import { ApiError } from "#server/adapters/kubernetes/api-error.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import type { Decision } from "#server/domain/job/decision.ts";
import type { ClusterView } from "#server/domain/job/input.ts";
import type { DecisionRecord } from "#server/domain/job/record.ts";
import { at, signalOf } from "#server/domain/job/testing.ts";
import type { Job, Pod } from "#server/domain/kubernetes.ts";
import { jobReleaseController } from "./controller.ts";
import type { Turns } from "./turns.ts";

export const key = (name: string): string => `carbon-aware.io/${name}`;
const HOURLY = [300, 280, 75, 300, 300];

/** The loop with an API server that answers each patch from a script (then with success) and notes all it is asked. */
export function loopWorld(
  job: Job,
  {
    hour = 0,
    last,
    answers = [],
    hourly = HOURLY,
    pods = [],
    view = {},
    turns,
    since = at(0),
  }: {
    hour?: number;
    last?: { decision: Decision; released: boolean };
    answers?: number[];
    hourly?: readonly number[];
    pods?: readonly Pod[];
    view?: Partial<ClusterView>;
    turns?: Turns;
    since?: Date;
  } = {},
) {
  const records: DecisionRecord[] = [];
  const asked: { patch?: Record<string, unknown>; event?: string; message?: string }[] = [];
  let order = "";
  const kube = {
    patch: (_: string, patch: Record<string, unknown>) => {
      order += "p";
      asked.push({ patch });
      const status = answers.shift();
      return status
        ? Promise.reject(new ApiError(status, { message: `status ${status}` }))
        : Promise.resolve(job);
    },
    list: () => Promise.resolve({ items: pods }),
    json: (_: string, { body }: { body?: { reason: string; message: string } }) => {
      if (!body) return Promise.resolve({}); // a read
      asked.push({ event: body.reason, message: body.message });
      return Promise.resolve({});
    },
  } as unknown as KubeClient;
  const newest = () => records.at(-1) ?? last;
  const isDry = () => records.at(-1)?.wouldHave !== undefined;
  const loop = jobReleaseController({
    clusterId: "c1",
    kube,
    cache: {
      jobs: new Map([["climate/era5-regrid", job]]),
      policies: [][Symbol.iterator](),
      paused: false,
      zone: "DE",
      signalOf: () => signalOf(hourly, { now: at(hour) }),
      ...view,
    },
    recorder: {
      record: (record) => {
        order += "r";
        records.push(record);
      },
      previousOf: () => (isDry() ? undefined : newest()?.decision),
      wasReleased: () => newest()?.released === true,
      wasDryRun: isDry,
      forget: () => undefined,
    },
    admissions: { adopt: () => false },
    turns,
    clock: { rate: 1, now: () => at(hour) },
    since,
    log: { info: () => undefined, warn: () => undefined } as never,
  });
  return {
    records,
    run: () => loop.reconcile("climate/era5-regrid", new AbortController().signal),
    patches: () => asked.flatMap(({ patch }) => (patch ? [patch] : [])),
    events: () => asked.flatMap(({ event }) => event ?? []),
    messages: () => asked.flatMap(({ message }) => message ?? []),
    order: () => order,
  };
}

export const suspends = (patches: Record<string, unknown>[]) =>
  patches.map(({ spec }) => (spec as { suspend?: boolean })?.suspend);
