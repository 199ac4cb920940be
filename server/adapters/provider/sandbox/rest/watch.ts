import { apiVersionOf } from "../kind/kind.ts";
import type { Stored } from "../object.ts";
import { badRequest, expired, fieldError, invalid } from "../status.ts";
import type { Change } from "../store/store.ts";
import type { Core } from "../write/core.ts";
import type { Exchange, Query } from "./exchange.ts";
import { present, selectorOf } from "./read.ts";
import { partial, tableOf } from "./table.ts";
import type { Target } from "./target.ts";

const BOOKMARK_EVERY_MS = 60_000;
const BOOKMARK_BEFORE_END_MS = 2_000;
const DEFAULT_TIMEOUT_SECONDS = 1_800;
/** A watcher that reads no more is cut off rather than buffered for ever. */
const MOST_UNREAD_BYTES = 32_000_000;

type EventType = Change["type"] | "BOOKMARK" | "ERROR";

const objectTexts = new WeakMap<object, string>();
function textOf(object: object): string {
  let text = objectTexts.get(object);
  if (text === undefined) {
    text = JSON.stringify(object);
    objectTexts.set(object, text);
  }
  return text;
}

/** A change as a watcher with a selector sees it: what comes into its view is added, what leaves it is deleted. */
function seen(
  change: Change,
  matches: (object: Stored) => boolean,
): { type: Change["type"]; object: Stored } | undefined {
  const is = change.type !== "DELETED" && matches(change.object);
  const was = change.previous !== undefined && matches(change.previous);
  if (is) return { type: was ? "MODIFIED" : "ADDED", object: change.object };
  if (!was) return undefined;
  const { resourceVersion } = change.object.metadata;
  const object =
    change.type === "DELETED"
      ? change.object
      : { ...change.previous, metadata: { ...change.previous?.metadata, resourceVersion } };
  return { type: "DELETED", object: object as Stored };
}

function startOf(query: Query): number {
  const { resourceVersion = "" } = query;
  if (resourceVersion !== "" && !/^\d+$/.test(resourceVersion))
    throw badRequest(`resourceVersion: Invalid value: "${resourceVersion}": must be a number`);
  if (query.sendInitialEvents && query.resourceVersionMatch !== "NotOlderThan")
    throw invalid({ group: "meta.k8s.io", kind: "ListOptions" }, "", [
      fieldError.forbidden(
        "resourceVersionMatch",
        "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided",
      ),
    ]);
  return Number(resourceVersion);
}

/** Streams changes, one JSON object a line, until the timeout, the client or `stop` ends it. @throws StatusError 400 */
export function watchObjects(core: Core, exchange: Exchange, target: Target, stop: AbortSignal): void {
  const { kind, namespace, name } = target;
  const { query, response, wanted } = exchange;
  const selects = selectorOf(kind, query);
  const matches = (object: Stored) =>
    (namespace === undefined || object.metadata.namespace === namespace) &&
    (name === undefined || object.metadata.name === name) &&
    (selects?.(object) ?? true);
  const from = startOf(query);
  let headerSent = false;
  let listedAt = 0;

  const shape = (type: EventType, object: object): string => {
    if (type === "ERROR" || wanted.as === "object") return textOf(object);
    if (wanted.as === "PartialObjectMetadata") return JSON.stringify(partial(object as Stored));
    const withHeader = !headerSent;
    headerSent = true;
    const rows = type === "BOOKMARK" ? [] : [object as Stored];
    const { resourceVersion } = (object as Stored).metadata;
    return JSON.stringify(
      tableOf(kind, rows, { resourceVersion }, query.includeObject, core.clock.now(), withHeader),
    );
  };
  const emit = (type: EventType, object: object): void => {
    if (response.writableLength > MOST_UNREAD_BYTES) response.destroy();
    else response.write(`{"type":"${type}","object":${shape(type, object)}}\n`);
  };
  const bookmark = (annotations?: Record<string, string>): void =>
    emit("BOOKMARK", {
      kind: kind.kind,
      apiVersion: apiVersionOf(kind),
      metadata: {
        resourceVersion: String(Math.max(listedAt, core.store.flushed())),
        creationTimestamp: null,
        ...(annotations ? { annotations } : {}),
      },
    });
  const onChange = (change: Change): void => {
    if (change.storage !== kind.storage || change.revision <= from) return;
    const event = seen(change, matches);
    if (event) emit(event.type, present(kind, event.object));
  };

  response.writeHead(200, {
    "content-type": "application/json;stream=watch",
    "cache-control": "no-cache, private",
  });
  response.flushHeaders();
  const initial = from === 0 || query.sendInitialEvents === true;
  const missed = initial ? [] : core.store.since(kind.storage, from);
  if (!missed) {
    emit("ERROR", expired(`too old resource version: ${from} (${core.store.revision()})`).body);
    response.end();
    return;
  }
  if (initial) listedAt = core.store.revision();
  if (initial)
    for (const object of core.store.list(kind.storage, namespace))
      if (matches(object)) emit("ADDED", present(kind, object));
  // what is written but not yet flushed comes again through the subscription, so history ends where that begins
  if (!initial) for (const change of missed) if (change.revision <= core.store.flushed()) onChange(change);
  if (query.sendInitialEvents) bookmark({ "k8s.io/initial-events-end": "true" });
  const unsubscribe = core.store.subscribe((change) => {
    if (change.revision > listedAt) onChange(change);
  });
  keepUntilEnd(exchange, stop, bookmark, unsubscribe);
}

function keepUntilEnd(
  { query, response }: Exchange,
  stop: AbortSignal,
  bookmark: () => void,
  unsubscribe: () => void,
): void {
  const lifetimeMs = (query.timeoutSeconds || DEFAULT_TIMEOUT_SECONDS) * 1_000;
  const timers: NodeJS.Timeout[] = [setTimeout(() => response.end(), lifetimeMs)];
  if (query.allowWatchBookmarks) {
    timers.push(setInterval(bookmark, BOOKMARK_EVERY_MS));
    if (lifetimeMs > BOOKMARK_BEFORE_END_MS)
      timers.push(setTimeout(bookmark, lifetimeMs - BOOKMARK_BEFORE_END_MS));
  }
  const end = () => response.end();
  stop.addEventListener("abort", end, { once: true });
  response.once("close", () => {
    unsubscribe();
    stop.removeEventListener("abort", end);
    for (const timer of timers) clearTimeout(timer);
  });
}
