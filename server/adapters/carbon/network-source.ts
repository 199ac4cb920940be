import { MINUTE_MS } from "#server/domain/clock.ts";
import { provenanceOf, signalKindOf, type SourceName } from "#server/domain/carbon/source-config.ts";
import { SourceError, type CarbonIntensitySource, type ZoneInfo } from "#server/domain/carbon/source.ts";
import { DomainError } from "#server/domain/errors.ts";
import { spanWords } from "#server/domain/job/words.ts";
import { createAsk, type Ask, type Profile } from "./ask.ts";
import type { SourceDeps } from "./deps.ts";
import { forecastOf, readingsOf, type Points, type Range } from "./slots.ts";

export interface NetworkSource {
  name: SourceName;
  /** The one zone that it was set for. */
  zone: ZoneInfo;
  config: Readonly<Record<string, unknown>>;
  profile: Omit<Profile, "source" | "lane"> & { lane?: string };
  /** Ranges are asked for on this grid. */
  gridMs: number;
  /** What the provider says of the range, which is over. */
  history: (range: Range, ask: Ask) => Promise<Points>;
  /** What it foresees from now on; absent where it never does. */
  forecast?: (now: Date, ask: Ask) => Promise<(Points & { receivedAt: Date }) | undefined>;
}

/** A clock that is this far off is worth a word. */
const SKEW_MS = 2 * MINUTE_MS;

/**
 * The port on a provider. Nothing is asked for a range without a slot that is over; nothing after now is a reading.
 * A forecast's vintage is when we had it: before that, it decided nothing.
 */
export function networkSource(made: NetworkSource, { clock, http }: SourceDeps): CarbonIntensitySource {
  const { name, zone: own, config, gridMs } = made;
  const profile: Profile = { lane: `${name} ${own.zone}`, ...made.profile, source: name };
  const { title } = profile;
  const standIns = new Map<string, string>();

  const check = (zone: string, signal: AbortSignal) => {
    if (zone !== own.zone)
      throw new SourceError(name, `${title} has ${own.zone} (${own.name}), not ${zone}.`);
    signal.throwIfAborted();
  };
  const asking = (what: string, signal: AbortSignal): Ask => {
    standIns.delete(what);
    return createAsk(profile, http, signal, (sentence) => standIns.set(what, sentence));
  };

  return {
    name,
    signalKind: signalKindOf(name, config),
    provenance: provenanceOf(name, config),
    async zones() {
      return [own];
    },
    async history(zone, { from, to }, signal) {
      check(zone, signal);
      const now = +clock.now();
      const range = {
        from: Math.floor(+from / gridMs) * gridMs,
        to: Math.min(Math.ceil(+to / gridMs), Math.floor(now / gridMs)) * gridMs,
      };
      if (range.from >= range.to || +from >= +to) return [];
      const said = await made.history(range, asking("history", signal));
      checkClock(said, now);
      return readingsOf(said, { from: +from, to: +to }, now);
    },
    async forecast(zone, signal) {
      check(zone, signal);
      const now = clock.now();
      const said = await made.forecast?.(now, asking("forecast", signal));
      return said && forecastOf(said, now, { generatedAt: said.receivedAt, method: name });
    },
    standIn: () => (standIns.size === 0 ? undefined : [...new Set(standIns.values())].join(" ")),
  };

  /** Asked for the past, a provider that dates all of it after now has another clock than ours. */
  function checkClock({ points }: Points, now: number): void {
    const first = points.reduce((least, { at }) => Math.min(least, at), Infinity);
    if (first === Infinity || first < now + SKEW_MS) return;
    throw new SourceError(
      name,
      `${title} dates its readings ${spanWords(first - now)} after this machine's now: one of the two clocks is wrong.`,
    );
  }
}

/** @throws DomainError naming the secret that a person has to give */
export function secretOf({ secrets }: SourceDeps, title: string, key: string, words: string): string {
  const secret = secrets[key];
  if (secret) return secret;
  throw new DomainError("PRECONDITION_FAILED", `${title} needs ${words}.`);
}
