import { setTimeout as sleep } from "node:timers/promises";
import { removeObjects } from "#server/adapters/kubernetes/object-set.ts";
import { DEMO_NAMESPACE, demoObjects, handSetScore, isDemos } from "#server/domain/demo/objects.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { findObject, lineOf, reportOf, type Line, type Reach } from "./cluster.ts";
import { samples } from "./samples.ts";

const GONE_WITHIN_MS = 60_000;
const LOOK_MS = 250;
const EVERYTHING = { pools: true, kwok: true, ec2: false };
const WORKLOADS = ["jobs", "cronjobs"].map((kind) => `/apis/batch/v1/namespaces/${DEMO_NAMESPACE}/${kind}`);

/** Exactly what the demo made; its namespace too, unless others' Jobs are in it by now. */
export async function removeDemo(reach: Reach, zone: string, now: Date): Promise<string> {
  const { objects } = demoObjects(samples(), { zone, karpenter: EVERYTHING });
  const lines: Line[] = [];
  for (const object of [handSetScore(zone, false, now), ...objects].toReversed()) {
    const present = await findObject(reach, object);
    if (!isDemos(present)) continue;
    const others = object.kind === "Namespace" ? await othersIn(reach) : [];
    if (others.length > 0)
      lines.push(lineOf(object, { outcome: "left", why: `others' are in it: ${others.join(", ")}` }));
    else lines.push(await removeOne(reach, object));
  }
  return lines.length === 0 ? "Nothing of the demo is in this cluster." : reportOf(lines);
}

async function othersIn({ client, signal }: Reach): Promise<string[]> {
  const lists = await Promise.all(WORKLOADS.map((path) => client.list<KubeObject>(path, { signal })));
  return lists
    .flatMap(({ items }) => items)
    .filter(
      (object) => !isDemos(object) && !object.metadata.ownerReferences && !object.metadata.deletionTimestamp,
    )
    .map(({ metadata }) => metadata.name);
}

async function removeOne(reach: Reach, object: KubeObject): Promise<Line> {
  const [removed] = await removeObjects(reach, [object]);
  if (object.kind === "Namespace") await untilGone(reach, object);
  return lineOf(object, removed ?? { outcome: "absent" });
}

/** So that it can be applied anew at once. One that hangs is not the demo's to free. */
async function untilGone(reach: Reach, object: KubeObject): Promise<void> {
  const deadline = performance.now() + GONE_WITHIN_MS;
  while (performance.now() < deadline && (await findObject(reach, object))) {
    await sleep(LOOK_MS, undefined, { signal: reach.signal });
  }
}
