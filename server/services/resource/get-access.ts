import { mayDo } from "#server/adapters/kubernetes/resource.ts";
import { findKind } from "#server/adapters/kubernetes/resource-kinds.ts";
import type { App } from "#server/context.ts";
import { authorise, may } from "#server/domain/actor.ts";
import { isLocked } from "#server/domain/cluster/row.ts";
import { hasLogs } from "#server/domain/resource/kind.ts";
import type { ObjectAccess } from "#server/domain/resource/view.ts";
import { kindIn, type ObjectTarget, placeOf, told } from "./target.ts";

/** What can be offered on an object: what the person's role allows and the cluster grants the console's account. */
export async function getAccess(app: App, target: ObjectTarget): Promise<ObjectAccess> {
  authorise(app.actor, "read", "see the objects of clusters");
  const { cluster, kube, kind, signal } = await kindIn(app, target);
  const place = placeOf(kind, target);
  const locked = isLocked(cluster);
  const operates = may(app.actor, "operate") && !locked;
  const ask = (verb: string) =>
    operates && kind.verbs.includes(verb) ? mayDo(kube, kind, place, { verb }, signal) : false;
  const askLogs = async () => {
    const pods = hasLogs(kind) && (await findKind(kube, "pods", signal));
    if (!pods) return false;
    const pod = kind.id === "pods" ? place : { ...place, name: "" };
    return mayDo(kube, pods, pod, { verb: "get", subresource: "log" }, signal);
  };
  // opening it is a GET that upgrades; newer API servers ask for both
  const askExec = async () => {
    if (!operates || kind.id !== "pods") return false;
    const asked = ["get", "create"].map((verb) =>
      mayDo(kube, kind, place, { verb, subresource: "exec" }, signal),
    );
    return (await Promise.all(asked)).every(Boolean);
  };
  return told(cluster, async () => {
    const [patch, remove, logs, exec] = await Promise.all([
      ask("patch"),
      ask("delete"),
      askLogs(),
      askExec(),
    ]);
    return { patch, delete: remove, logs, exec, locked };
  });
}
