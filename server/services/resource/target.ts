import { z } from "zod";
import { ApiError } from "#server/adapters/kubernetes/api-error.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { findKind } from "#server/adapters/kubernetes/resource-kinds.ts";
import { explain } from "#server/adapters/provider/kube-answer.ts";
import type { App } from "#server/context.ts";
import type { ClusterRow } from "#server/domain/cluster/row.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { ObjectPlace, ResourceKind } from "#server/domain/resource/kind.ts";
import { clusterWithApi } from "../workload/target.ts";

const Name = z.string().min(1).max(253);
/** A kind of one cluster, by its id such as "deployments.apps". */
export const KindTarget = z.object({ cluster: Name, kind: Name });
export type KindTarget = z.infer<typeof KindTarget>;
/** One object of it; cluster-wide ones have no namespace. */
export const ObjectTarget = KindTarget.extend({ namespace: Name.nullable(), name: Name });
export type ObjectTarget = z.infer<typeof ObjectTarget>;

const CALL_MS = 10_000;

export interface FoundKind {
  cluster: ClusterRow;
  kube: KubeClient;
  kind: ResourceKind;
  signal: AbortSignal;
}

/** @throws DomainError, a sentence, for a cluster or a kind that is not there or does not answer */
export async function kindIn(app: App, { cluster: name, kind: id }: KindTarget): Promise<FoundKind> {
  const { cluster, kube } = await clusterWithApi(app, name);
  const signal = AbortSignal.timeout(CALL_MS);
  const kind = await told(cluster, () => findKind(kube, id, signal));
  if (kind) return { cluster, kube, kind, signal };
  throw new DomainError(
    "NOT_FOUND",
    `${name} has no kind called ${id}. What served it may have been removed.`,
  );
}

/** Where an object of this kind is. @throws DomainError for a namespaced kind without a namespace */
export function placeOf(kind: ResourceKind, { namespace, name }: ObjectPlace): ObjectPlace {
  if (!kind.namespaced) return { namespace: null, name };
  if (namespace) return { namespace, name };
  throw new DomainError("BAD_REQUEST", `A ${kind.kind} is in a namespace. Say which.`);
}

export const nameOf = (kind: ResourceKind, { namespace, name }: ObjectPlace): string =>
  `${kind.kind} ${namespace ? `${namespace}/` : ""}${name}`;

/** What a cluster refuses, or that it is away, as a sentence. `missing` is what a 404 is about. */
export async function told<T>(
  cluster: Pick<ClusterRow, "name">,
  ask: () => Promise<T>,
  missing = "what was asked for",
): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw sentenceOf(cluster.name, error, missing);
  }
}

function sentenceOf(cluster: string, error: unknown, missing: string): Error {
  if (error instanceof DomainError) return error;
  if (!(error instanceof ApiError)) {
    return new DomainError(
      "PRECONDITION_FAILED",
      `${cluster} does not answer. ${explain(error, cluster).message}`,
    );
  }
  switch (error.status) {
    case 403:
      return new DomainError(
        "FORBIDDEN",
        `${cluster} forbids it to the account that this console has there: ${error.message}`,
      );
    case 404:
      return new DomainError("NOT_FOUND", `There is no ${missing} on ${cluster}. It may have been deleted.`);
    case 409:
      return new DomainError("CONFLICT", `${cluster} refused it: ${error.message}`);
    case 410:
      return new DomainError(
        "CONFLICT",
        "The list has changed too much since its first page. Read it again from the start.",
      );
    case 400:
    case 422:
      return new DomainError("BAD_REQUEST", `${cluster} refused it: ${error.message}`);
    default:
      return new DomainError(
        "PRECONDITION_FAILED",
        `${cluster} did not do it (${error.status}): ${error.message}`,
      );
  }
}
