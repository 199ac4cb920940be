import type { Job } from "../kubernetes.ts";
import { POOL_LABEL } from "./annotations.ts";
import { fieldsAt, valueAt, type Edit, type Path } from "./fields.ts";
import { choosesPool, DO_NOT_DISRUPT, placedPodSpec, type Placement, type Scheduling } from "./placement.ts";
import { schedulingOf } from "./pod-schema.ts";
import { kindOf, originOf, placesIn, type PodPlace } from "./suspendable-kinds.ts";

interface PlacedPod {
  place: PodPlace;
  path: Path;
  /** What its pods are to have; absent is left as it is. */
  scheduling: Scheduling;
}

/**
 * What placement writes into every pod template of an object, with all that the person had there. What cannot be read is left as it
 * is: its pods go where they may.
 */
function placedPods(job: Job, placement: Placement, isCreation: boolean): PlacedPod[] {
  const kind = kindOf(job);
  const object = originOf(job);
  return placesIn(object, kind).flatMap(({ place, path }) => {
    const own = schedulingOf(valueAt(object, [...path, ...place.spec]));
    if (!own) return [];
    const inherited = place.selector && schedulingOf({ nodeSelector: valueAt(object, place.selector) });
    const spec = { ...own, nodeSelector: own.nodeSelector ?? inherited?.nodeSelector };
    const scheduling =
      kind.affinityAtCreation && !isCreation ? selected(spec, placement) : placedPodSpec(spec, placement);
    return [{ place, path, scheduling: place.overrides ? presentIn(own, scheduling) : scheduling }];
  });
}

/** For an operator that takes no affinity any more: a pool that is a must by its label, one that is preferred by its toleration. */
function selected(spec: Scheduling, placement: Placement): Scheduling {
  const { tolerations } = placedPodSpec(spec, placement);
  if (!placement.required || choosesPool(spec)) return { tolerations };
  return { tolerations, nodeSelector: { ...spec.nodeSelector, [POOL_LABEL]: placement.pool } };
}

const presentIn = (own: Scheduling, { tolerations, affinity }: Scheduling): Scheduling => ({
  ...(own.tolerations && { tolerations }),
  ...(own.affinity && { affinity }),
});

const protectedPods = (annotations: object) => ({ ...annotations, [DO_NOT_DISRUPT]: "true" });
const editsOf = (path: Path, scheduling: Scheduling): Edit[] =>
  Object.entries(scheduling).flatMap(([field, value]) =>
    value === undefined ? [] : [{ path: [...path, field], value }],
  );

/** For a merge patch of an object that is there. */
export const placeEdits = (job: Job, placement: Placement): Edit[] =>
  placedPods(job, placement, false).flatMap(({ place, path, scheduling }) => [
    ...(place.annotated
      ? [
          {
            path: [...path, ...place.annotated, "annotations"],
            value: protectedPods(fieldsAt(originOf(job), ...path, ...place.annotated, "annotations")),
          },
        ]
      : []),
    ...editsOf([...path, ...place.spec], scheduling),
  ]);

/** For a JSON patch of one that is being created: each value whole, since what it stands in may not be there yet. */
export const createdEdits = (job: Job, placement: Placement): Edit[] =>
  placedPods(job, placement, true).flatMap(({ place, path, scheduling }) => [
    ...(place.annotated ? [annotationsOfNew(job, [...path, ...place.annotated], place.annotated)] : []),
    ...editsOf([...path, ...place.spec], scheduling),
  ]);

function annotationsOfNew(job: Job, path: Path, annotated: readonly string[]): Edit {
  const holder = fieldsAt(originOf(job), ...path);
  const annotations = protectedPods(fieldsAt(holder, "annotations"));
  return annotated.length > 0
    ? { path, value: { ...holder, annotations } }
    : { path: [...path, "annotations"], value: annotations };
}

/**
 * While it is being created, for a kind whose operator takes no affinity later: the green pool is preferred. Whether its pods may go
 * there is up to their tolerations, which are written when it is let go.
 */
export const affinityAhead = (job: Job, greenPool: string): Edit[] =>
  kindOf(job).affinityAtCreation
    ? placedPods(job, { role: "green", pool: greenPool, required: false }, true).flatMap(
        ({ place, path, scheduling: { affinity } }) => editsOf([...path, ...place.spec], { affinity }),
      )
    : [];
