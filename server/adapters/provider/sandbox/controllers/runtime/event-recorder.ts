import type { Clock } from "#server/domain/clock.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import type { SandboxApi } from "../../machine.ts";
import type { ControllerLog } from "./controller.ts";
import { timestamp } from "./timestamp.ts";

const REMEMBERED = 2_000;

export interface ClusterEvent extends KubeObject {
  count?: number;
  lastTimestamp?: string;
  [field: string]: unknown;
}

export interface EventRecorder {
  /** Never fails its caller: an Event is a remark, not a deed. */
  record: (about: KubeObject, event: EventText, component: string) => Promise<void>;
}
export interface EventText {
  type: "Normal" | "Warning";
  reason: string;
  message: string;
}

/** The same remark about the same object raises its count instead of making another Event. */
export function createEventRecorder(
  api: SandboxApi,
  clock: Clock,
  log: ControllerLog,
  random: () => number,
): EventRecorder {
  const known = new Map<string, { namespace: string; name: string }>();

  async function raise(place: { namespace: string; name: string }, now: string): Promise<boolean> {
    const raised = await api.update<ClusterEvent>("events", place.namespace, place.name, (event) => {
      event.count = (event.count ?? 1) + 1;
      event.lastTimestamp = now;
    });
    return raised !== undefined;
  }

  async function write(about: KubeObject, text: EventText, component: string): Promise<void> {
    const now = timestamp(clock.now());
    const remark = [about.metadata.uid, component, text.type, text.reason, text.message].join("\n");
    const place = known.get(remark);
    if (place && (await raise(place, now))) return;
    const event = eventOf(about, text, component, now, random);
    await api.create(event);
    known.delete(remark);
    known.set(remark, { namespace: event.metadata.namespace ?? "default", name: event.metadata.name });
    const [oldest] = known.keys();
    if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
  }

  return {
    async record(about, text, component) {
      try {
        await write(about, text, component);
      } catch (error) {
        log.debug({ err: error, reason: text.reason }, "An Event could not be written.");
      }
    },
  };
}

function eventOf(
  about: KubeObject,
  { type, reason, message }: EventText,
  component: string,
  now: string,
  random: () => number,
): ClusterEvent {
  const { name, namespace = "default", uid, resourceVersion } = about.metadata;
  const suffix = Math.floor(random() * 2 ** 48)
    .toString(16)
    .padStart(12, "0");
  return {
    apiVersion: "v1",
    kind: "Event",
    metadata: { name: `${name}.${suffix}`, namespace },
    involvedObject: {
      apiVersion: about.apiVersion,
      kind: about.kind,
      name,
      ...(about.metadata.namespace && { namespace }),
      uid,
      resourceVersion,
    },
    type,
    reason,
    message,
    source: { component },
    reportingComponent: component,
    reportingInstance: "",
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
  };
}
