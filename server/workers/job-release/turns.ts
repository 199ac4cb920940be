import { createPowerLedger } from "#server/domain/job/power-ledger.ts";
import { DEFAULT_POWER, powerOf } from "#server/domain/job/power.ts";
import { hasRoom, type PowerRoom } from "#server/domain/job/power-room.ts";
import { createReleaseLine, type InLine, type ReleaseLine } from "#server/domain/job/release-line.ts";
import type { Shaping } from "#server/domain/job/shaping.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import { createPace } from "./pace.ts";

/** Those whose window opens in one moment are put in order before the first goes. Real time. */
const GATHER_MS = 50;
const GATHER_MOST_MS = 1_000; // on a busy machine, as long as some have not been looked at
const AT_ONCE = 32; // twice what the loop does at a time: a Job whose latest start comes stands behind these, no more

export interface Turns {
  /** What the power cap leaves for this Job, at its place in line. */
  roomFor(one: InLine, capWatts: number): PowerRoom;
  /** True when it is this Job's turn; else it stands in line, and is woken. */
  take(one: InLine): boolean;
  /** The power cap keeps it back. True when that is to be written on it now; else it is woken for that, all being in line first. */
  keep(one: InLine): boolean;
  /** It waits for something else, or is let go without a turn. */
  leave(key: string): void;
  /** It is let go now, by its turn or without one: its watts count from here on. */
  begin(key: string, job: Job): void;
  /** What came of it. */
  settle(key: string, released: boolean): void;
  /** What the watch shows of a Job; undefined: it is gone. */
  see(key: string, job: Job | undefined): void;
  counts(): TurnCounts;
  /** Releases go as fast as they can. */
  isBusy(): boolean;
}
export interface TurnCounts {
  keptByRate: number;
  keptByCap: number;
  runningWatts: number;
}

interface Options {
  shaping: () => Shaping;
  /** Has the loop look at this Job again, soon. */
  wake: (key: string) => void;
  /** Some wait to be looked at, and may belong before those in line. */
  isLooking: () => boolean;
  signal: AbortSignal;
}

/** Who goes next: by latest start, as fast as the rate and as many as the power cap let. A restart begins with an empty line. */
export function createTurns({ shaping, wake, isLooking, signal }: Options): Turns {
  const ledger = createPowerLedger();
  const capped = createReleaseLine();
  const free = createReleaseLine(); // the cap has no say in these
  const granted = new Set<string>();
  const untold = new Set<string>(); // in line, and not said to be kept back
  const telling = new Set<string>();
  const told = new Set<string>();
  const releases = createPace(() => shaping().releasesPerSecond);
  const marks = createPace(() => shaping().releasesPerSecond); // 10,000 marks at once would be a stampede too
  let timer: NodeJS.Timeout | undefined;
  let timerAt = Infinity;
  let gathersSince: number | undefined; // the line was empty until then
  let isFull = false; // as many are let go as may be at once, and more stand in line
  signal.addEventListener("abort", () => clearTimeout(timer), { once: true });

  function pumpIn(ms: number): void {
    const at = performance.now() + ms;
    if (signal.aborted || timerAt <= at) return;
    clearTimeout(timer);
    timerAt = at;
    timer = setTimeout(pump, ms).unref();
  }

  function pump(): void {
    timerAt = Infinity;
    if (signal.aborted) return;
    const gathersMs = msToGather();
    if (gathersMs > 0) return pumpIn(gathersMs);
    while (granted.size < AT_ONCE) {
      const next = nextInLine();
      if (!next || !paced(releases)) break;
      out(next.key);
      granted.add(next.key);
      ledger.reserve(next.key, next.watts ?? 0);
      wake(next.key);
    }
    isFull = granted.size >= AT_ONCE && capped.size + free.size > 0;
    if (isCapReached()) tell();
  }

  function msToGather(): number {
    if (gathersSince === undefined) return 0;
    const ms = performance.now() - gathersSince;
    if (ms < GATHER_MS) return GATHER_MS - ms;
    if (ms < GATHER_MOST_MS && isLooking()) return GATHER_MS;
    gathersSince = undefined;
    return 0;
  }

  function paced(pace: ReturnType<typeof createPace>): boolean {
    const waitMs = pace.take();
    if (waitMs > 0) pumpIn(waitMs);
    return waitMs === 0;
  }

  function nextInLine(): InLine | undefined {
    const [one, other] = [isCapReached() ? undefined : capped.first(), free.first()];
    if (!one || !other) return one ?? other;
    return +one.latestStart <= +other.latestStart ? one : other;
  }

  function isCapReached(): boolean {
    const [first, capWatts] = [capped.first(), shaping().maxConcurrentWatts];
    if (!first || capWatts === undefined) return false;
    return !hasRoom({ capWatts, neededWatts: first.watts ?? 0, runningWatts: ledger.watts });
  }

  /** Those who stand in line when the cap is reached are looked at, so that it is written on them. */
  function tell(): void {
    for (const key of untold) {
      if (telling.size >= AT_ONCE || !paced(marks)) return;
      untold.delete(key);
      telling.add(key);
      wake(key);
    }
  }

  function stand(one: InLine): ReleaseLine {
    if (capped.size + free.size === 0) gathersSince ??= performance.now();
    const [line, other] = one.watts === undefined ? [free, capped] : [capped, free];
    other.remove(one.key);
    line.put(one);
    return line;
  }

  function out(key: string): void {
    for (const line of [capped, free]) line.remove(key);
    for (const set of [untold, telling, told]) set.delete(key);
  }

  function leave(key: string): void {
    out(key);
    if (granted.delete(key)) {
      releases.giveBack();
      ledger.giveBack(key);
    }
    moved();
  }

  const moved = () => {
    if (capped.size + free.size > 0) pumpIn(0);
    else isFull = false;
  };

  return {
    roomFor: (one, capWatts) => ({
      capWatts,
      neededWatts: one.watts ?? 0,
      runningWatts: ledger.wattsWithout(one.key),
      aheadWatts: granted.has(one.key) ? 0 : (capped.aheadOf(one)?.watts ?? 0),
    }),
    take(one) {
      if (granted.has(one.key)) return true;
      telling.delete(one.key);
      told.delete(one.key);
      if (stand(one) === capped) untold.add(one.key);
      pumpIn(GATHER_MS);
      return false;
    },
    keep(one) {
      if (granted.has(one.key)) leave(one.key);
      stand(one);
      if (telling.delete(one.key)) {
        told.add(one.key);
        moved();
      }
      if (told.has(one.key)) return true;
      untold.add(one.key);
      pumpIn(GATHER_MS);
      return false;
    },
    leave,
    begin(key, job) {
      out(key);
      ledger.reserve(key, powerOf(job, DEFAULT_POWER).watts);
    },
    settle(key, released) {
      if (granted.delete(key) && !released) releases.giveBack();
      if (!released) ledger.giveBack(key);
      moved();
    },
    see(key, job) {
      if (!job || job.spec.suspend !== true) out(key);
      const before = ledger.watts;
      ledger.see(key, job);
      if (ledger.watts < before) moved();
    },
    isBusy: () => isFull,
    counts: () => ({
      keptByCap: isCapReached() ? capped.size : 0,
      keptByRate: free.size + (isCapReached() ? 0 : capped.size),
      runningWatts: ledger.watts,
    }),
  };
}
