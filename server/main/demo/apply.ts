import { setTimeout as sleep } from "node:timers/promises";
import { applyObjects } from "#server/adapters/kubernetes/object-set.ts";
import { SCORE_API_VERSION, SCORE_KIND } from "#server/domain/carbon/score.ts";
import {
  demoObjects,
  DEMO_ZONE,
  handSetScore,
  isDemos,
  type Karpenter,
} from "#server/domain/demo/objects.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { POLICY_API_VERSION, POLICY_KIND } from "#server/domain/policy/spec.ts";
import { FIELD_MANAGER, findObject, hasKind, lineOf, reportOf, type Line, type Reach } from "./cluster.ts";
import { samples } from "./samples.ts";

const WORKLOADS = ["CronJob", "Job"];
const SEEN_MS = 1_000;

/** The samples, into this cluster; what was there before is left as it is. Its own grid begins dirty, so that Jobs wait. */
export async function applyDemo(reach: Reach, zone: string, now: Date): Promise<string> {
  if (
    !(await hasKind(reach, POLICY_API_VERSION, POLICY_KIND)) ||
    !(await hasKind(reach, SCORE_API_VERSION, SCORE_KIND))
  )
    throw new Error(
      "This cluster does not know carbon-aware policies: install the agent first (docs/install.md).",
    );
  const { objects, note } = demoObjects(samples(), { zone, karpenter: await karpenterOf(reach) });
  const score = zone === DEMO_ZONE ? await newScore(reach, zone, now) : [];
  const rules = [...score, ...objects.filter(({ kind }) => !WORKLOADS.includes(kind))];
  const lines = await applyOurs(reach, rules);
  // a Job that comes before the agent has seen these would be decided on without them
  if (lines.some(({ outcome }) => outcome === "created" || outcome === "changed"))
    await sleep(SEEN_MS, undefined, { signal: reach.signal });
  const workloads = objects.filter(({ kind }) => WORKLOADS.includes(kind));
  return reportOf([...lines, ...(await applyOurs(reach, workloads))], note);
}

/** Applied again, the demo's grid stays as it was set. */
async function newScore(reach: Reach, zone: string, now: Date): Promise<KubeObject[]> {
  const score = handSetScore(zone, false, now);
  return (await findObject(reach, score)) ? [] : [score];
}

export async function applyOurs(reach: Reach, objects: readonly KubeObject[]): Promise<Line[]> {
  const lines: Line[] = [];
  for (const object of objects) {
    const before = await findObject(reach, object);
    if (before && !isDemos(before)) {
      lines.push(lineOf(object, { outcome: "left", why: "it was there before, and is not the demo's" }));
      continue;
    }
    const [applied] = await applyObjects(reach, [object], FIELD_MANAGER);
    if (applied) lines.push(lineOf(object, applied));
  }
  return lines;
}

async function karpenterOf(reach: Reach): Promise<Karpenter> {
  return {
    pools: await hasKind(reach, "karpenter.sh/v1", "NodePool"),
    kwok: await hasKind(reach, "karpenter.kwok.sh/v1alpha1", "KWOKNodeClass"),
    ec2: await hasKind(reach, "karpenter.k8s.aws/v1", "EC2NodeClass"),
  };
}
