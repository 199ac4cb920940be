import type { StoreEvent } from "../machine.ts";
import { freeze, type Stored } from "../object.ts";
import { StatusError } from "../status.ts";
import { openJournal, type JournalLine } from "./journal.ts";

export interface Change {
  revision: number;
  storage: string;
  type: StoreEvent["type"];
  object: Stored;
  /** What it was before; undefined for ADDED. */
  previous: Stored | undefined;
}

export interface Store {
  revision(): number;
  /** The last revision that is on disk and was told to subscribers. */
  flushed(): number;
  get(storage: string, namespace: string | undefined, name: string): Stored | undefined;
  /** In order of namespace and name, as etcd gives them. */
  list(storage: string, namespace?: string): Stored[];
  /** Writes under the next resourceVersion. The object given is frozen and kept. */
  put(storage: string, object: Stored): Stored;
  remove(storage: string, object: Stored): Stored;
  /** Changes of a storage after `revision`; undefined when some of them are forgotten. */
  since(storage: string, revision: number): readonly Change[] | undefined;
  /** Makes a storage known from now on; watches from before get 410. */
  open(storage: string): void;
  subscribe(listener: (change: Change) => void): () => void;
  close(): void;
}

const KEPT_CHANGES = 4_000;
/** Leaves room after a restart, so that a version handed out shortly before a power cut never returns with another meaning. */
const RESTART_GAP = 1_000;

interface Shelf {
  objects: Map<string, Stored>;
  /** Sorted; undefined after a key came or went. */
  sorted: string[] | undefined;
  changes: Change[];
  /** Changes up to here are forgotten. */
  floor: number;
}

const keyOf = (namespace: string | undefined, name: string) => (namespace ? `${namespace}/${name}` : name);

export function createStore(dir: string, onError: (error: unknown, message: string) => void): Store {
  const shelves = new Map<string, Shelf>();
  const listeners = new Set<(change: Change) => void>();
  let revision = 0;
  let flushed = 0;
  let unwritten: { line: JournalLine; change: Change }[] = [];
  let broken: unknown;
  let closed = false;

  function shelfOf(storage: string): Shelf {
    let shelf = shelves.get(storage);
    if (!shelf) {
      shelf = { objects: new Map(), sorted: undefined, changes: [], floor: revision };
      shelves.set(storage, shelf);
    }
    return shelf;
  }

  function* living(): Iterable<JournalLine> {
    yield { rv: revision, storage: "", key: "" };
    for (const [storage, { objects }] of shelves)
      for (const [key, object] of objects) yield { rv: revision, storage, key, object };
  }

  const journal = openJournal(
    dir,
    ({ rv, storage, key, object }) => {
      revision = Math.max(revision, rv);
      if (storage === "") return;
      const { objects } = shelfOf(storage);
      if (object) objects.set(key, freeze(object));
      else objects.delete(key);
    },
    living,
  );
  for (const shelf of shelves.values()) shelf.floor = revision;
  if (journal.torn) onError(undefined, "the journal of the sandbox ended in a torn line, which was cut off");
  if (revision > 0) revision += RESTART_GAP;
  flushed = revision;

  /** First to disk, then to those who watch: nobody sees what a kill could take back. */
  function flush(): void {
    const batch = unwritten;
    if (batch.length === 0) return;
    unwritten = [];
    try {
      journal.append(batch.map(({ line }) => line));
    } catch (error) {
      broken = error;
      onError(error, "the journal of the sandbox cannot be written; it takes no more changes");
      return;
    }
    for (const { change } of batch) {
      flushed = change.revision;
      for (const listener of listeners) listener(change);
    }
  }

  function record(storage: string, type: Change["type"], given: Stored): Stored {
    if (closed) throw new StatusError(503, "ServiceUnavailable", "the sandbox is stopping");
    if (broken) throw new Error("the journal of the sandbox cannot be written", { cause: broken });
    const shelf = shelfOf(storage);
    const key = keyOf(given.metadata.namespace, given.metadata.name);
    revision += 1;
    const object = freeze({
      ...given,
      metadata: { ...given.metadata, resourceVersion: String(revision) },
    }) as Stored;
    const previous = shelf.objects.get(key);
    if (type === "DELETED") shelf.objects.delete(key);
    else shelf.objects.set(key, object);
    if (type !== "MODIFIED") shelf.sorted = undefined;
    const change: Change = { revision, storage, type, object, previous };
    shelf.changes.push(change);
    if (shelf.changes.length > 2 * KEPT_CHANGES) {
      const dropped = shelf.changes.splice(0, KEPT_CHANGES);
      shelf.floor = dropped.at(-1)?.revision ?? shelf.floor;
    }
    if (unwritten.length === 0) queueMicrotask(flush);
    unwritten.push({
      line: { rv: revision, storage, key, ...(type === "DELETED" ? {} : { object }) },
      change,
    });
    return object;
  }

  return {
    revision: () => revision,
    flushed: () => flushed,
    get: (storage, namespace, name) => shelves.get(storage)?.objects.get(keyOf(namespace, name)),
    list(storage, namespace) {
      const shelf = shelves.get(storage);
      if (!shelf) return [];
      shelf.sorted ??= [...shelf.objects.keys()].toSorted();
      const found: Stored[] = [];
      const prefix = namespace ? `${namespace}/` : "";
      for (const key of shelf.sorted) {
        const object = key.startsWith(prefix) ? shelf.objects.get(key) : undefined;
        if (object) found.push(object);
      }
      return found;
    },
    put: (storage, object) =>
      record(
        storage,
        shelfOf(storage).objects.has(keyOf(object.metadata.namespace, object.metadata.name))
          ? "MODIFIED"
          : "ADDED",
        object,
      ),
    remove: (storage, object) => record(storage, "DELETED", object),
    since(storage, from) {
      const shelf = shelfOf(storage);
      if (from < shelf.floor) return undefined;
      const first = shelf.changes.findIndex((change) => change.revision > from);
      return first < 0 ? [] : shelf.changes.slice(first);
    },
    open: (storage) => void shelfOf(storage),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      flush();
      closed = true;
      journal.close();
    },
  };
}
