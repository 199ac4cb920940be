import { setTimeout as sleep } from "node:timers/promises";
import { MINUTE_MS, type Clock } from "#server/domain/clock.ts";
import { SourceError } from "#server/domain/carbon/source.ts";
import { spanWords } from "#server/domain/job/words.ts";
import { attemptOnce, type Form, type Outcome } from "./http/attempt.ts";
import { createBucket, type Bucket } from "./http/bucket.ts";
import { createAnswerCache, type Kept } from "./http/cache.ts";
import { LIMITS, type LimitName } from "./http/limits.ts";
import { createTurns } from "./http/turns.ts";

export interface HttpRequest {
  /** The source's name, for the error; and its title, for the sentence. */
  source: string;
  title: string;
  /** Whose limit it counts against. */
  limit: LimitName;
  /** One request at a time in each: a source and a zone. */
  lane: string;
  url: string;
  headers?: Readonly<Record<string, string>> | undefined;
  /** Secrets in it: in no sentence, even when the provider repeats them. */
  conceal?: readonly string[] | undefined;
  /** JSON unless it says otherwise. */
  form?: Form | undefined;
  /** Statuses besides 2xx that the source reads itself. */
  accept?: readonly number[] | undefined;
  /** Makes of the body what the source works with, before it is kept: an answer of another shape never is. @throws SourceError */
  shape?: ((body: unknown, status: number) => unknown) | undefined;
  /** An answer to the same question that is younger than this is given again; `renew` asks all the same. */
  freshForMs?: number | undefined;
  renew?: boolean | undefined;
  /** When the provider fails, an answer that is younger than this stands in: to the same `as`, or to the same question. */
  standIn?: { as?: string; forMs: number } | undefined;
}

export interface HttpAnswer {
  status: number;
  /** As the form read it and `shape` made of it; undefined where there was none. */
  body: unknown;
  receivedAt: Date;
  /** Why it is an earlier answer and how old it is, as a sentence; undefined for one that is fresh. */
  standIn: string | undefined;
}

/** Asks for all sources of a process, within the limit of each. @throws SourceError */
export interface CarbonHttp {
  get: (request: HttpRequest, signal: AbortSignal) => Promise<HttpAnswer>;
}

export interface CarbonHttpDeps {
  clock: Clock;
  timeoutMs?: number;
  /** Injected by tests: for jitter, for pauses, and for the time that limits and pauses count. */
  random?: () => number;
  wait?: (ms: number, signal: AbortSignal) => Promise<void>;
  elapsedMs?: () => number;
}

const TIMEOUT_MS = 10_000;
const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 500;
/** A longer pause is left to the loop: nothing sleeps for minutes inside a request. */
const LONGEST_PAUSE_MS = 5_000;

type Failure = Extract<Outcome, { kind: "failure" }>;

export function createCarbonHttp({
  clock,
  timeoutMs = TIMEOUT_MS,
  random = Math.random,
  wait = pause,
  elapsedMs = () => performance.now(),
}: CarbonHttpDeps): CarbonHttp {
  const cache = createAnswerCache(clock);
  const turns = createTurns<HttpAnswer>();
  const buckets = new Map<LimitName, Bucket>();

  const bucketOf = (name: LimitName): Bucket => {
    const bucket = buckets.get(name) ?? createBucket(LIMITS[name], elapsedMs);
    buckets.set(name, bucket);
    return bucket;
  };

  async function withinLimit(request: HttpRequest, signal: AbortSignal): Promise<Outcome> {
    const { limit, title } = request;
    const bucket = bucketOf(limit);
    for (;;) {
      const waitMs = bucket.take();
      if (waitMs === 0) return attemptOnce({ ...request, timeoutMs }, signal);
      if (waitMs > LONGEST_PAUSE_MS) {
        const why = bucket.paused() ? "asked for a pause" : `may be asked ${LIMITS[limit].words}`;
        const message = `${title} ${why}; the next question can go in ${words(waitMs)}.`;
        return { kind: "failure", message, retriable: false, tooOften: true, retryAfterMs: waitMs };
      }
      await wait(waitMs, signal);
    }
  }

  async function ask(
    request: HttpRequest,
    signal: AbortSignal,
  ): Promise<Exclude<Outcome, Failure> | Failure> {
    for (let attempt = 1; ; attempt++) {
      const outcome = await withinLimit(request, signal);
      if (outcome.kind === "answer") return outcome;
      const { tooOften, retryAfterMs, retriable } = outcome;
      if (tooOften && retriable && retryAfterMs !== undefined) bucketOf(request.limit).pause(retryAfterMs);
      const pauseMs = retryAfterMs ?? FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + random());
      if (!retriable || attempt === ATTEMPTS || pauseMs > LONGEST_PAUSE_MS) return outcome;
      if (!tooOften || retryAfterMs === undefined) await wait(pauseMs, signal);
    }
  }

  async function answer(request: HttpRequest, key: string, signal: AbortSignal): Promise<HttpAnswer> {
    const fresh = freshOf(request, key);
    if (fresh) return fresh;
    const outcome = await ask(request, signal);
    if (outcome.kind === "failure") return standInFor(request, key, outcome);
    const { status, body, bytes } = outcome;
    const shaped = request.shape ? request.shape(body, status) : body;
    const kept: Kept = { status, body: shaped, bytes, receivedAt: clock.now() };
    if (status < 300) {
      if (request.freshForMs || request.standIn) cache.keep(key, kept);
      if (request.standIn?.as) cache.keep(request.standIn.as, kept);
    }
    return given(kept);
  }

  function freshOf({ freshForMs = 0, renew }: HttpRequest, key: string): HttpAnswer | undefined {
    const kept = renew ? undefined : cache.find(key, freshForMs);
    return kept && given(kept);
  }

  /** Only for a provider that fails or that is asked too often: a refusal is for the person to mend, and must show. */
  function standInFor(request: HttpRequest, key: string, failure: Failure): HttpAnswer {
    const { source, standIn } = request;
    const kept =
      standIn && (failure.retriable || failure.tooOften)
        ? cache.find(standIn.as ?? key, standIn.forMs)
        : undefined;
    if (!kept) throw new SourceError(source, failure.message, failure.retryAfterMs);
    const age = words(+clock.now() - +kept.receivedAt);
    return given(kept, `${failure.message} Its answer of ${age} ago stands in.`);
  }

  return {
    async get(request, signal) {
      signal.throwIfAborted();
      const key = JSON.stringify([request.url, request.headers ?? {}]);
      return (
        freshOf(request, key) ?? turns(key, request.lane, signal, (shared) => answer(request, key, shared))
      );
    },
  };
}

const words = (ms: number) => (ms < MINUTE_MS ? "less than a minute" : spanWords(ms));

const given = ({ status, body, receivedAt }: Kept, standIn?: string): HttpAnswer => ({
  status,
  body,
  receivedAt,
  standIn,
});

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal });
}
