import { collectionPath } from "#server/domain/resource/kind.ts";
import { findKind } from "#server/adapters/kubernetes/resource-kinds.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import type { EventView } from "#server/domain/resource/view.ts";
import { kindIn, type ObjectTarget, placeOf, told } from "./target.ts";

const MOST = 200;

interface Event extends KubeObject {
  type?: string;
  reason?: string;
  message?: string;
  count?: number;
  series?: { count?: number; lastObservedTime?: string };
  lastTimestamp?: string | null;
  eventTime?: string | null;
  source?: { component?: string };
  reportingComponent?: string;
}

/** What the cluster noted of one object, the latest first; events of a cluster-wide object are in "default". */
export async function listEvents(app: App, target: ObjectTarget): Promise<EventView[]> {
  authorise(app.actor, "read", "see the objects of clusters");
  const { cluster, kube, kind, signal } = await kindIn(app, target);
  const { namespace, name } = placeOf(kind, target);
  return told(cluster, async () => {
    const events = await findKind(kube, "events", signal);
    if (!events) return [];
    const fieldSelector = `involvedObject.name=${name},involvedObject.kind=${kind.kind}`;
    const { items } = await kube.json<{ items: Event[] | null }>(collectionPath(events, namespace), {
      query: { fieldSelector, limit: MOST },
      signal,
    });
    return (items ?? []).map(viewOf).toSorted((a, b) => +(b.lastAt ?? 0) - +(a.lastAt ?? 0));
  });
}

function viewOf(event: Event): EventView {
  const { metadata, type = "", reason = "", message = "", series, count = 1 } = event;
  const at = lastOf(event);
  return {
    uid: metadata.uid ?? metadata.name,
    type,
    reason,
    message,
    count: series?.count ?? count,
    lastAt: at ? new Date(at) : null,
    by: event.source?.component || event.reportingComponent || null,
  };
}

const lastOf = ({ metadata, series, lastTimestamp, eventTime }: Event) =>
  series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? metadata.creationTimestamp;
