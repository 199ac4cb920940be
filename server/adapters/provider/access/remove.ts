import { findObject } from "#server/adapters/kubernetes/find-object.ts";
import { ApiError } from "#server/adapters/kubernetes/api-error.ts";
import type { AccessRow } from "#server/domain/cluster/access.ts";
import {
  ACCESS_LABEL,
  accessObjects,
  accessPath,
  ACCOUNTS_PATH,
  BINDINGS_PATH,
  CLUSTER_BINDINGS_PATH,
} from "#server/domain/cluster/access-objects.ts";
import { counted } from "#server/domain/cluster/words.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { hasOurLabel, OUR_LABEL, removeWhole } from "../imported/leave/whose.ts";
import type { Access } from "../kube-access.ts";

const OURS = `${OUR_LABEL}=karbonetes,${ACCESS_LABEL}`;
const KINDS = [
  { kind: "ServiceAccount", list: ACCOUNTS_PATH },
  { kind: "ClusterRoleBinding", list: CLUSTER_BINDINGS_PATH },
  { kind: "RoleBinding", list: BINDINGS_PATH },
];
const CANNOT_LIST = [403, 404];

/** The account goes first: with it every token of it ends at once. @throws Waiting while one of its objects is there */
export const removeAccess = (
  access: Access,
  row: Pick<AccessRow, "account" | "personName" | "extent" | "namespaces">,
): Promise<void> => removeObjects(access, accessObjects(row));

export async function removeObjects(access: Access, objects: readonly KubeObject[]): Promise<void> {
  for (const object of objects) await removeOurs(access, accessPath(object));
}

/** All that were given out in a cluster, by their rows and by their labels. */
export async function takeOutAccesses(access: Access, rows: readonly AccessRow[]): Promise<string> {
  for (const row of rows) await removeAccess(access, row);
  const labelled = await labelledPaths(access);
  for (const path of labelled) await removeOurs(access, path);
  if (rows.length + labelled.length === 0) return "None was given out.";
  return rows.length === 0
    ? `${counted(labelled.length, "object")} of accesses taken out.`
    : `${counted(rows.length, "access", "accesses")} ended: their tokens are refused from now on.`;
}

/** Credentials that may not list them have made none that is not in a row. */
async function labelledPaths({ client, signal }: Access): Promise<string[]> {
  const found = await Promise.all(
    KINDS.map(async ({ kind, list }) => {
      try {
        const { items } = await client.list<KubeObject>(list, { query: { labelSelector: OURS }, signal });
        return items.map((item) => accessPath({ ...item, kind })); // an item of a list does not name its kind
      } catch (error) {
        if (error instanceof ApiError && CANNOT_LIST.includes(error.status)) return [];
        throw error;
      }
    }),
  );
  return found.flat();
}

/** Somebody else's of the same name stays. */
async function removeOurs(access: Access, path: string): Promise<void> {
  const present = await findObject(access, path);
  if (present && hasOurLabel(present)) await removeWhole(access, path);
}
