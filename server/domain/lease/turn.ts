/** coordination.k8s.io/v1 LeaseSpec, as much of it as is read. */
export interface LeaseSpec {
  /** Empty when the last holder gave it up. */
  holderIdentity?: string;
  leaseDurationSeconds?: number;
  /** By the holder's clock: told to people, compared with nothing. */
  acquireTime?: string;
  renewTime?: string;
  leaseTransitions?: number;
}

/** A Lease as a candidate saw it. */
export interface Sighting {
  resourceVersion: string;
  spec: LeaseSpec;
  /** When it was first seen like this, ms of the candidate's own monotonic clock: no two machines need agree on the time. */
  sinceMs: number;
}

export type LeaseTurn = "create" | "renew" | "take" | "wait";

/** What a candidate does about a Lease now. `seen` is undefined where there is none. */
export function leaseTurn(seen: Sighting | undefined, identity: string, nowMs: number): LeaseTurn {
  if (!seen) return "create";
  const { holderIdentity, leaseDurationSeconds = 0 } = seen.spec;
  if (!holderIdentity) return "take";
  if (holderIdentity === identity) return "renew";
  return nowMs - seen.sinceMs >= leaseDurationSeconds * 1_000 ? "take" : "wait";
}

/** The sighting after a look: the clock starts anew only when the Lease turned. */
export const sightedAgain = (
  before: Sighting | undefined,
  { resourceVersion, spec }: Omit<Sighting, "sinceMs">,
  nowMs: number,
): Sighting =>
  before?.resourceVersion === resourceVersion ? before : { resourceVersion, spec, sinceMs: nowMs };

/** The spec of a holder's renewal, or of its taking the Lease over. */
export function heldSpec(
  before: LeaseSpec | undefined,
  identity: string,
  { durationSeconds, now }: { durationSeconds: number; now: Date },
): LeaseSpec {
  const mine = before?.holderIdentity === identity;
  return {
    holderIdentity: identity,
    leaseDurationSeconds: durationSeconds,
    acquireTime: mine ? before.acquireTime : microTime(now),
    renewTime: microTime(now),
    leaseTransitions: (before?.leaseTransitions ?? 0) + (mine || !before ? 0 : 1),
  };
}

/** Given up: whoever looks next takes it at once. */
export const givenUpSpec = (before: LeaseSpec, now: Date): LeaseSpec => ({
  ...before,
  holderIdentity: "",
  leaseDurationSeconds: 1,
  renewTime: microTime(now),
});

/** Kubernetes' MicroTime has exactly six digits. */
const microTime = (at: Date): string => at.toISOString().replace("Z", "000Z");
