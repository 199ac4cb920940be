import { setTimeout as sleep } from "node:timers/promises";
import { leaseTurn, sightedAgain, type Sighting } from "#server/domain/lease/turn.ts";
import type { Logger } from "../log.ts";
import { isConflict } from "./api-error.ts";
import type { KubeClient } from "./client.ts";
import { findLease, giveUpLease, holdLease, type Lease, type LeaseAddress } from "./lease.ts";

/** Kubernetes' own components use these. */
const TIMING = { durationSeconds: 15, renewWithinMs: 10_000, everyMs: 2_000 };
export type ElectionTiming = typeof TIMING;

export interface Term {
  /** Aborts when the lead is lost or the program stops. */
  signal: AbortSignal;
  /** Until when another led before, by its clock; undefined for the first leader ever. */
  ledUntil: Date | undefined;
  /** Sure to lead at this very moment: after a standstill of the whole process that is false before the signal aborts. */
  holds: () => boolean;
}
export interface ElectionOptions {
  kube: Pick<KubeClient, "json">;
  address: LeaseAddress;
  /** Unique among the replicas. */
  identity: string;
  /** Runs while this replica leads; the lease is handed over when it has come to its end after the abort. */
  lead: (term: Term) => Promise<void>;
  log: Pick<Logger, "info" | "warn">;
  signal: AbortSignal;
  timing?: Partial<ElectionTiming>;
  /** Monotonic ms; injected by tests. */
  monotonicMs?: () => number;
}

/**
 * One leader among the replicas, by a Lease. Another's renewals are timed by this replica's own clock from when it saw them, so that
 * clocks need not agree; one that cannot renew stops leading before another may begin. Resolves after the abort.
 */
export async function runElection(options: ElectionOptions): Promise<void> {
  const { kube, address, identity, log, signal, monotonicMs = () => performance.now() } = options;
  const timing = { ...TIMING, ...options.timing };
  const holding = { identity, durationSeconds: timing.durationSeconds };
  let sighting: Sighting | undefined;

  /** The Lease once it is ours; undefined while it is another's. @throws ApiError, or a network error */
  async function contend(): Promise<
    { lease: Lease; before: Lease | undefined; askedMs: number } | undefined
  > {
    const before = await findLease(kube, address, signal);
    const { metadata, spec } = before ?? {};
    sighting =
      spec &&
      sightedAgain(sighting, { resourceVersion: metadata?.resourceVersion ?? "", spec }, monotonicMs());
    if (leaseTurn(sighting, identity, monotonicMs()) === "wait") return undefined;
    const askedMs = monotonicMs();
    return { lease: await holdLease(kube, address, before, holding, signal), before, askedMs };
  }

  async function reign(taken: Lease, ledUntil: Date | undefined, askedMs: number): Promise<void> {
    const term = new AbortController();
    const stopped = AbortSignal.any([signal, term.signal]);
    const renewal = { atMs: askedMs };
    const holds = () => !stopped.aborted && monotonicMs() - renewal.atMs < timing.renewWithinMs;
    const led = options
      .lead({ signal: stopped, ledUntil, holds })
      .catch((err: unknown) => log.warn({ err }, "leading ended with an error"))
      .finally(() => term.abort());
    const last = await keepRenewing(taken, stopped, renewal);
    term.abort();
    await led;
    if (last) await giveUpLease(kube, address, last).catch(() => undefined); // it runs out by itself
    log.info({ identity }, "no longer the leader");
  }

  /** Until stopped: then the Lease as last written. Undefined once it is lost. */
  async function keepRenewing(
    taken: Lease,
    stopped: AbortSignal,
    renewal: { atMs: number },
  ): Promise<Lease | undefined> {
    let lease = taken;
    while (await pause(timing.everyMs, stopped)) {
      const asked = monotonicMs();
      try {
        lease = await holdLease(kube, address, lease, holding, stopped);
        renewal.atMs = asked;
      } catch (err) {
        if (stopped.aborted) break;
        const now = isConflict(err)
          ? await findLease(kube, address, stopped).catch(() => undefined)
          : undefined;
        if (now && now.spec.holderIdentity !== identity) {
          log.warn({ holder: now.spec.holderIdentity }, "another replica took the lease");
          return undefined;
        }
        if (now) lease = now; // ours still: an answer of the API server was lost
        if (monotonicMs() - renewal.atMs < timing.renewWithinMs) continue;
        log.warn({ err }, "the lease could not be renewed in time");
        return undefined;
      }
    }
    return lease;
  }

  while (!signal.aborted) {
    try {
      const won = await contend();
      if (won) {
        log.info({ identity }, "this replica leads");
        await reign(won.lease, ledUntilOf(won.before), won.askedMs);
      }
    } catch (err) {
      if (!signal.aborted && !isConflict(err)) log.warn({ err }, "the lease cannot be read; tried again");
    }
    await pause(timing.everyMs * (0.75 + 0.5 * Math.random()), signal);
  }
}

const ledUntilOf = (before: Lease | undefined): Date | undefined =>
  before?.spec.renewTime === undefined ? undefined : new Date(before.spec.renewTime);

/** True when it was slept through, false on abort. */
const pause = (ms: number, signal: AbortSignal): Promise<boolean> =>
  signal.aborted ? Promise.resolve(false) : sleep(ms, true, { signal }).catch(() => false);
