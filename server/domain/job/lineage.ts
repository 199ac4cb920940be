import type { KubeObject, OwnerReference } from "../kubernetes.ts";
import { ANNOTATION } from "./annotations.ts";
import { kindNamed, JOB_KIND } from "./suspendable-kinds.ts";

/** What is kept of an object of a suspendable kind, whether a person asked for carbon-awareness on it or not. */
export interface Kin {
  aware: boolean;
  owner: OwnerReference | undefined;
}

const MOST_GENERATIONS = 8; // a TrainJob's Job has two; a circle must end

/** What made an object, where that is of a suspendable kind itself. */
export const suspendableOwnerOf = ({ metadata }: Pick<KubeObject, "metadata">): OwnerReference | undefined =>
  metadata.ownerReferences?.find((owner) => {
    const kind = owner.controller === true ? kindNamed(owner) : undefined;
    return kind !== undefined && kind !== JOB_KIND;
  });

export const kinOf = (object: Pick<KubeObject, "metadata">): Kin => ({
  aware: object.metadata.annotations?.[ANNOTATION.enabled] === "true",
  owner: suspendableOwnerOf(object),
});

/**
 * Whether an object waits by waiting of what made it, so that it is not held a second time; undefined while one above it is not
 * known. Many operators copy the annotations of an object onto what they make of it.
 */
export function waitsByOwner(
  object: Pick<KubeObject, "metadata">,
  kinOfUid: (uid: string) => Kin | undefined,
): boolean | undefined {
  let owner = suspendableOwnerOf(object);
  for (let generation = 0; owner && generation < MOST_GENERATIONS; generation += 1) {
    const kin = kinOfUid(owner.uid);
    if (!kin) return undefined;
    if (kin.aware) return true;
    owner = kin.owner;
  }
  return false;
}
