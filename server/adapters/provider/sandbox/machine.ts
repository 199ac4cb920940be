import type { KubeObject } from "#server/domain/kubernetes.ts";

/** One served resource: its REST path is /api/v1/... for the core group, /apis/GROUP/VERSION/... for others. */
export interface ResourceKind {
  group: string;
  version: string;
  kind: string;
  plural: string;
  namespaced: boolean;
}

export interface StoreEvent {
  type: "ADDED" | "MODIFIED" | "DELETED";
  object: KubeObject;
}

/**
 * The inside of a sandbox cluster, as its controllers see it: the same pipeline as over REST (defaults, validation, admission
 * webhooks, finalizers, owner propagation) without the wire. Reads are synchronous and return frozen objects.
 */
export interface SandboxApi {
  get<T extends KubeObject>(plural: string, namespace: string | undefined, name: string): T | undefined;
  list<T extends KubeObject>(plural: string, namespace?: string): readonly T[];
  /** @throws ApiError as the REST door would answer it */
  create<T extends KubeObject>(object: T): Promise<T>;
  /** `change` gets a deep copy of the newest version; conflicts cannot occur in-process. Returns undefined if it is gone. */
  update<T extends KubeObject>(
    plural: string,
    namespace: string | undefined,
    name: string,
    change: (object: T) => void,
  ): Promise<T | undefined>;
  updateStatus<T extends KubeObject>(
    plural: string,
    namespace: string | undefined,
    name: string,
    change: (object: T) => void,
  ): Promise<T | undefined>;
  delete(
    plural: string,
    namespace: string | undefined,
    name: string,
    propagation?: "Background" | "Foreground" | "Orphan",
  ): Promise<void>;
  /** Called after each write, in order of resourceVersion. Returns the way to stop. */
  onEvent(listener: (plural: string, event: StoreEvent) => void): () => void;
}
