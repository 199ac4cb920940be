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
  /** Every served resource with objects of its own, custom ones included, as they are now. */
  kinds(): readonly ResourceKind[];
  get<T extends KubeObject>(plural: string, namespace: string | undefined, name: string): T | undefined;
  list<T extends KubeObject>(plural: string, namespace?: string): readonly T[];
  /** @throws ApiError as the REST door would answer it */
  create<T extends KubeObject>(object: T): Promise<T>;
  /**
   * `change` gets a deep copy of the newest version; conflicts cannot occur in-process. Returns undefined if it is gone.
   * Three writes that REST has subresources for go through here: a pod's `spec.nodeName` while it is empty (binding), an empty
   * `spec.finalizers` of a namespace (finalize: with a deletionTimestamp it is then gone), and removed `metadata.finalizers`.
   */
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
  /**
   * The API's part only: Foreground sets the finalizer `foregroundDeletion`, Orphan sets `orphan`, a namespace becomes Terminating; the
   * controllers do the rest. A pod that is bound and not finished gets its grace (30 s unless its spec or the argument says
   * otherwise) and stays until it is deleted again with 0. Deleting what is gone already is no error.
   */
  delete(
    plural: string,
    namespace: string | undefined,
    name: string,
    propagation?: "Background" | "Foreground" | "Orphan",
    gracePeriodSeconds?: number,
  ): Promise<void>;
  /** Called after each write, in order of resourceVersion. Returns the way to stop. */
  onEvent(listener: (plural: string, event: StoreEvent) => void): () => void;
}
