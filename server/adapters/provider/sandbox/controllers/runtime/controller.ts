import type { Clock } from "#server/domain/clock.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import type { SandboxApi, StoreEvent } from "../../machine.ts";
import type { EventRecorder } from "./event-recorder.ts";
import type { OwnerIndex } from "./owner-index.ts";

export interface ControllerLog {
  debug: (fields: object, message: string) => void;
  warn: (fields: object, message: string) => void;
}

export interface ControllerDeps {
  api: SandboxApi;
  clock: Clock;
  log: ControllerLog;
  owners: OwnerIndex;
  events: EventRecorder;
  random: () => number;
}

/** `requeueAfterMs` is simulated time. */
export type Again = { requeueAfterMs: number } | undefined;

/** Level-triggered: an event only names keys, the world is read afresh. */
export interface Controller {
  readonly name: string;
  keysOf: (plural: string, event: StoreEvent) => Iterable<string>;
  /** What to look at after a start, when no event tells. */
  allKeys: () => Iterable<string>;
  reconcile: (key: string) => Promise<Again>;
}

export const keyOf = ({ metadata }: KubeObject): string => `${metadata.namespace ?? ""}/${metadata.name}`;

export function splitKey(key: string): { namespace: string | undefined; name: string } {
  const slash = key.indexOf("/");
  return { namespace: key.slice(0, slash) || undefined, name: key.slice(slash + 1) };
}
