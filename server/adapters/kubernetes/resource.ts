import {
  collectionPath,
  objectPath,
  type ObjectPlace,
  type ResourceKind,
} from "#server/domain/resource/kind.ts";
import type { Operation } from "#server/domain/resource/json-patch.ts";
import { readTable, type TablePage } from "#server/domain/resource/table.ts";
import type { KubeClient } from "./client.ts";
import { CONSOLE_MANAGER } from "./object-set.ts";

const TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
const REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

export type Tree = Record<string, unknown>;
export interface PageWish {
  namespace: string | null;
  labelSelector: string;
  fieldSelector: string;
  limit: number;
  next: string | null;
}

/** One page, with the columns that the API server prints. @throws ApiError 410 when `next` has become too old */
export async function listPage(
  kube: Pick<KubeClient, "json">,
  kind: ResourceKind,
  { namespace, labelSelector, fieldSelector, limit, next }: PageWish,
  signal: AbortSignal,
): Promise<TablePage> {
  const query = {
    labelSelector: labelSelector || undefined,
    fieldSelector: fieldSelector || undefined,
    limit,
    continue: next ?? undefined,
    includeObject: "Metadata",
  };
  return readTable(await kube.json(collectionPath(kind, namespace), { accept: TABLE, query, signal }));
}

export const getObject = (
  kube: Pick<KubeClient, "json">,
  kind: ResourceKind,
  place: ObjectPlace,
  signal: AbortSignal,
): Promise<Tree> => kube.json<Tree>(objectPath(kind, place), { signal });

/** Unknown fields are refused, never dropped in silence. */
export const patchObject = (
  kube: Pick<KubeClient, "patch">,
  kind: ResourceKind,
  place: ObjectPlace,
  { operations, dryRun }: { operations: readonly Operation[]; dryRun: boolean },
  signal: AbortSignal,
): Promise<Tree> =>
  kube.patch<Tree>(objectPath(kind, place), operations, "application/json-patch+json", {
    query: {
      fieldManager: CONSOLE_MANAGER,
      fieldValidation: "Strict",
      dryRun: dryRun ? "All" : undefined,
    },
    signal,
  });

/** Only the very object that was looked at, not one of the same name that came since. */
export const deleteObject = (
  kube: Pick<KubeClient, "json">,
  kind: ResourceKind,
  place: ObjectPlace,
  uid: string,
  signal: AbortSignal,
): Promise<unknown> =>
  kube.json(objectPath(kind, place), {
    method: "DELETE",
    body: {
      apiVersion: "v1",
      kind: "DeleteOptions",
      propagationPolicy: "Background",
      preconditions: { uid },
    },
    signal,
  });

/** Whether the credentials in use may do this to that object, by the API server's own word. */
export async function mayDo(
  kube: Pick<KubeClient, "json">,
  { group, version, plural }: ResourceKind,
  { namespace, name }: ObjectPlace,
  { verb, subresource }: { verb: string; subresource?: string },
  signal: AbortSignal,
): Promise<boolean> {
  const resourceAttributes = {
    verb,
    group,
    version,
    resource: plural,
    subresource,
    namespace: namespace ?? undefined,
    name,
  };
  const { status } = await kube.json<{ status?: { allowed?: boolean } }>(REVIEWS, {
    method: "POST",
    body: {
      apiVersion: "authorization.k8s.io/v1",
      kind: "SelfSubjectAccessReview",
      spec: { resourceAttributes },
    },
    signal,
  });
  return status?.allowed === true;
}
