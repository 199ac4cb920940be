import { findObject } from "#server/adapters/kubernetes/find-object.ts";
import { ApiError, isNotFound } from "#server/adapters/kubernetes/api-error.ts";
import { CONSOLE_MANAGER } from "#server/adapters/kubernetes/object-set.ts";
import type { AccessRow } from "#server/domain/cluster/access.ts";
import { accessObjects, accessPath, ACCOUNTS_PATH } from "#server/domain/cluster/access-objects.ts";
import { missingRight } from "#server/domain/cluster/missing-right.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { SYSTEM_NAMESPACE } from "#server/domain/policy/spec.ts";
import { systemNamespace } from "#server/manifests/agent.ts";

import type { Access } from "../kube-access.ts";

const NAMESPACE_PATH = `/api/v1/namespaces/${SYSTEM_NAMESPACE}`;
const NOT_MADE = [400, 403, 404, 405, 409, 422];
type Wanted = Pick<AccessRow, "account" | "personName" | "extent" | "namespaces">;

/** @throws DomainError, before anything is written, where the API server gives out no tokens */
export async function refuseWithoutTokens({ client, signal }: Access, cluster: string): Promise<void> {
  const { resources } = await client.json<{ resources?: { name: string }[] }>("/api/v1", { signal });
  if (resources?.some(({ name }) => name === "serviceaccounts/token")) return;
  throw new DomainError(
    "PRECONDITION_FAILED",
    `The API server of ${cluster} gives out no tokens (TokenRequest), as those of Cluster API's in-memory Dev provider do not. Nothing was written.`,
  );
}

/**
 * The account with its bindings, and a token of it. The API server may give less time than is asked for. `made` gets each object that
 * may be there afterwards, also when it fails. @throws DomainError, a sentence
 */
export async function grantAccess(
  access: Access,
  cluster: string,
  wanted: Wanted,
  forSeconds: number,
  made: KubeObject[],
): Promise<{ token: string; until: Date }> {
  const { client, signal } = access;
  return inWords(cluster, wanted, async () => {
    if (!(await findObject(access, NAMESPACE_PATH)))
      await client.apply(NAMESPACE_PATH, systemNamespace(), { fieldManager: CONSOLE_MANAGER, signal });
    for (const object of accessObjects(wanted)) await put(access, cluster, object, made);
    const { status } = await client.json<{ status: { token: string; expirationTimestamp: string } }>(
      `${ACCOUNTS_PATH}/${wanted.account}/token`,
      {
        method: "POST",
        body: {
          apiVersion: "authentication.k8s.io/v1",
          kind: "TokenRequest",
          spec: { expirationSeconds: forSeconds },
        },
        signal,
      },
    );
    return { token: status.token, until: new Date(status.expirationTimestamp) };
  });
}

async function put(
  { client, signal }: Access,
  cluster: string,
  object: KubeObject,
  made: KubeObject[],
): Promise<void> {
  made.push(object);
  try {
    await client.apply(accessPath(object), object, { fieldManager: CONSOLE_MANAGER, force: true, signal });
  } catch (error) {
    if (error instanceof ApiError && NOT_MADE.includes(error.status)) made.pop();
    if (!isNotFound(error) || object.kind !== "RoleBinding") throw error;
    throw new DomainError("NOT_FOUND", `${cluster} has no namespace ${object.metadata.namespace}.`);
  }
}

async function inWords<T>(cluster: string, { extent }: Wanted, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 403) throw error;
    throw new DomainError("FORBIDDEN", missingRight(cluster, extent, error.message));
  }
}
