import { ANNOTATION, HELD_LABEL } from "#server/domain/job/annotations.ts";
import { annotationsOf, isFinished } from "#server/domain/job/facts.ts";
import { standInOf } from "#server/domain/job/stand-in.ts";
import { JOB_KIND } from "#server/domain/job/suspendable-kinds.ts";
import type { Job, KubeObject } from "#server/domain/kubernetes.ts";
import { isNotFound } from "./api-error.ts";
import type { KubeClient } from "./client.ts";
import { collectionOf, servedKinds } from "./kinds.ts";

/** All that the agent holds in a cluster, of every kind that it has: Jobs, and those that stand for objects of other kinds. */
export async function listHeld(kube: KubeClient, signal: AbortSignal): Promise<Job[]> {
  const query = { labelSelector: `${HELD_LABEL}=true` };
  const held: Job[] = [];
  for (const kind of [JOB_KIND, ...(await servedKinds(kube, signal))]) {
    const take = (page: KubeObject[]) =>
      void held.push(...page.map((one) => standInOf(one, kind)).filter(isHeld));
    try {
      await kube.list<KubeObject>(collectionOf(kind), { query, signal, onPage: take });
    } catch (error) {
      if (kind === JOB_KIND || !isNotFound(error)) throw error; // its CRD went in this very moment
    }
  }
  return held;
}

const isHeld = (job: Job): boolean =>
  job.spec.suspend === true &&
  annotationsOf(job)[ANNOTATION.state] === "held" &&
  !job.metadata.deletionTimestamp &&
  !isFinished(job);
