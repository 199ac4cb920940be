import { setTimeout as sleep } from "node:timers/promises";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { ApiError, type StatusBody } from "./api-error.ts";

export interface ListWatchOptions<T extends KubeObject> {
  query?: Record<string, string | number | boolean | undefined>;
  /** Everything there is, after each (re)list: whatever is not in it is gone. */
  onList: (items: T[]) => void;
  onEvent: (type: "ADDED" | "MODIFIED" | "DELETED", object: T) => void;
  /** The watch is open, at first and after each break: from here on every change is told. */
  onOpen?: () => void;
  /** Each failure, before its back-off; `attempt` counts those in a row. */
  onError?: (error: unknown, attempt: number) => void;
  /** Keeps only what the caller reads, so that memory stays flat. */
  project?: (object: T) => T;
  signal: AbortSignal;
  timing?: Partial<WatchTiming>;
}
export interface WatchTiming {
  /** Silence for longer is a dead connection: bookmarks come about once a minute. */
  idleMs: number;
  /** The server ends a watch after this; the next resumes where it stopped. */
  timeoutSeconds: number;
  baseDelayMs: number;
  maxDelayMs: number;
  random: () => number;
}
const TIMING: WatchTiming = {
  idleMs: 330_000,
  timeoutSeconds: 240,
  baseDelayMs: 500,
  maxDelayMs: 30_000,
  random: Math.random,
};

/** What a watch needs of a client. */
export interface WatchSource {
  list<T>(
    path: string,
    options: {
      query?: ListWatchOptions<KubeObject>["query"];
      signal: AbortSignal;
      onPage: (items: T[]) => void;
    },
  ): Promise<{ resourceVersion: string }>;
  stream(
    path: string,
    options: { query?: ListWatchOptions<KubeObject>["query"]; signal: AbortSignal },
  ): Promise<AsyncIterable<Uint8Array>>;
}
type WatchEvent<T> =
  | { type: "ADDED" | "MODIFIED" | "DELETED"; object: T }
  | { type: "BOOKMARK"; object: { metadata: { resourceVersion: string } } }
  | { type: "ERROR"; object: StatusBody };

/**
 * List, then watch from there for as long as the signal lets it. A closed watch resumes from the last resourceVersion; 410 lists
 * afresh; every other failure waits with jitter, longer each time in a row.
 */
export async function listWatch<T extends KubeObject>(
  source: WatchSource,
  path: string,
  options: ListWatchOptions<T>,
): Promise<void> {
  const { signal, query, project = (object: T) => object, onError } = options;
  const timing = { ...TIMING, ...options.timing };
  const position = { resourceVersion: "", failures: 0, expired: 0 };

  async function list(): Promise<void> {
    const items: T[] = [];
    const onPage = (page: T[]) => void items.push(...page.map(project));
    const { resourceVersion } = await source.list<T>(path, { query, signal, onPage });
    options.onList(items);
    position.resourceVersion = resourceVersion;
  }

  async function watch(): Promise<void> {
    const idle = new AbortController();
    const timer = setTimeout(
      () => idle.abort(new Error(`The watch of ${path} was silent for ${timing.idleMs} ms.`)),
      timing.idleMs,
    );
    timer.unref();
    try {
      const timeoutSeconds = Math.ceil(timing.timeoutSeconds * (1 + 0.25 * timing.random()));
      const body = await source.stream(path, {
        query: {
          ...query,
          watch: true,
          allowWatchBookmarks: true,
          resourceVersion: position.resourceVersion,
          timeoutSeconds,
        },
        signal: AbortSignal.any([signal, idle.signal]),
      });
      options.onOpen?.();
      for await (const line of linesOf(body, () => timer.refresh())) take(JSON.parse(line) as WatchEvent<T>);
    } finally {
      clearTimeout(timer);
    }
  }

  function take(event: WatchEvent<T>): void {
    if (event.type === "ERROR") throw new ApiError(event.object.code ?? 500, event.object);
    if (event.type !== "BOOKMARK") options.onEvent(event.type, project(event.object));
    position.resourceVersion = event.object.metadata.resourceVersion ?? position.resourceVersion;
    position.failures = 0;
    position.expired = 0;
  }

  async function backOff(error: unknown): Promise<void> {
    position.failures += 1;
    onError?.(error, position.failures);
    const delayMs = Math.min(timing.baseDelayMs * 2 ** (position.failures - 1), timing.maxDelayMs);
    await pause(delayMs * (0.5 + 0.5 * timing.random()), signal);
  }

  while (!signal.aborted) {
    try {
      if (!position.resourceVersion) await list();
      const startedAt = performance.now();
      await watch();
      // A server that ends each watch at once must not be asked in a tight loop.
      if (performance.now() - startedAt < timing.baseDelayMs)
        await pause(timing.baseDelayMs * timing.random(), signal);
    } catch (error) {
      if (signal.aborted) return;
      const gone = error instanceof ApiError && error.status === 410;
      if (gone) position.resourceVersion = "";
      if (gone && (position.expired += 1) === 1) continue; // the first relist is at once, a second in a row waits
      await backOff(error);
    }
  }
}

/** An abort ends the pause early, and that is no error. */
async function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  await sleep(delayMs, undefined, { signal }).catch(() => undefined);
}

/** Whole lines only: what a broken connection left half-written is dropped, and comes again after the resume. */
async function* linesOf(body: AsyncIterable<Uint8Array>, onChunk: () => void): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of body) {
    onChunk();
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.length > 0) yield line;
  }
}
