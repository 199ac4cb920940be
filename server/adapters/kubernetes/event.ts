import { randomUUID } from "node:crypto";
import { instant } from "#server/domain/job/patch.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import type { KubeClient } from "./client.ts";

const COMPONENT = "karbonetes-agent";

export interface EventNote {
  type: "Normal" | "Warning";
  reason: string;
  /** A sentence, or how to come by it when it is written. */
  message: string | (() => string);
  at: Date;
}

/** A note that `kubectl describe` shows. */
export async function createEvent(
  kube: KubeClient,
  object: KubeObject,
  { type, reason, message, at }: EventNote,
  signal?: AbortSignal,
): Promise<void> {
  const { name, namespace = "default", uid, resourceVersion } = object.metadata;
  await kube.json(`/api/v1/namespaces/${encodeURIComponent(namespace)}/events`, {
    method: "POST",
    signal,
    body: {
      apiVersion: "v1",
      kind: "Event",
      metadata: { name: `${name.slice(0, 200)}.${randomUUID().slice(0, 13)}`, namespace },
      involvedObject: {
        apiVersion: object.apiVersion,
        kind: object.kind,
        name,
        namespace,
        uid,
        resourceVersion,
      },
      type,
      reason,
      message: (typeof message === "string" ? message : message()).slice(0, 1_000),
      firstTimestamp: instant(at),
      lastTimestamp: instant(at),
      count: 1,
      source: { component: COMPONENT },
      reportingComponent: COMPONENT,
      reportingInstance: COMPONENT,
    },
  });
}
