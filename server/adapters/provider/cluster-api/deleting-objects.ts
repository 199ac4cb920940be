import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { findObject } from "#server/adapters/kubernetes/find-object.ts";
import { createObjectPaths } from "#server/adapters/kubernetes/object-path.ts";
import type { ClusterObject } from "#server/domain/cluster/cluster-api/cluster-object.ts";
import { CLUSTER_API_VERSION } from "#server/domain/cluster/cluster-api/cluster-object.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { z } from "zod";
import type { Access } from "../kube-access.ts";
import { ignoreAbsent } from "../kube-look.ts";

/** v1beta2 names a kind without its version: the group's preferred one is asked for. */
const Reference = z.looseObject({ apiGroup: z.string(), kind: z.string(), name: z.string() });
export type Reference = z.infer<typeof Reference>;
const References = z
  .looseObject({
    spec: z
      .looseObject({
        infrastructureRef: Reference.optional().catch(undefined),
        controlPlaneRef: Reference.optional().catch(undefined),
        bootstrap: z.looseObject({ configRef: Reference.optional() }).optional().catch(undefined),
      })
      .prefault({}),
  })
  .transform(({ spec }) =>
    [spec.infrastructureRef, spec.controlPlaneRef, spec.bootstrap?.configRef].filter(
      (each) => each !== undefined,
    ),
  );

const MACHINES = ["machinedeployments", "machinesets", "machines"] as const;
const MOST = 20; // one that is stuck is enough; a large cluster has hundreds on their way

/** Every object of machines that is labelled as a cluster's. @throws Error when one of the kinds may not be read */
export async function ownedObjects(
  { client, signal }: Access,
  { namespace, name }: { namespace: string; name: string },
): Promise<KubeObject[]> {
  const owned: KubeObject[] = [];
  for (const plural of MACHINES) {
    const path = `/apis/${CLUSTER_API_VERSION}/namespaces/${encodeURIComponent(namespace)}/${plural}`;
    const query = { labelSelector: `cluster.x-k8s.io/cluster-name=${name}` };
    const onPage = (items: KubeObject[]) =>
      void owned.push(...items.map((item) => ({ ...item, kind: KIND[plural] }))); // lists leave the kind out
    await client.list<KubeObject>(path, { query, signal, onPage }).catch(ignoreAbsent); // none of a kind that is not served
  }
  return owned;
}

/** What of a cluster is being deleted, with what each of it refers to: among them is what holds the rest up. */
export async function deletingObjects(
  { client, signal }: Access,
  cluster: ClusterObject,
  owned: readonly KubeObject[],
): Promise<KubeObject[]> {
  const { namespace } = cluster.metadata;
  const going = owned.filter(isGoing);
  const pathOf = referencePaths(client, signal);
  const referred = await Promise.all(
    [cluster, ...MACHINES.flatMap((plural) => firstOf(going, KIND[plural]))].flatMap((object) =>
      References.parse(object).map(async (reference) =>
        findObject({ client, signal }, await pathOf(reference, namespace)),
      ),
    ),
  );
  return [...going, ...referred.filter((object) => object !== undefined).filter(isGoing)];
}

const firstOf = (objects: readonly KubeObject[], wanted: string): KubeObject[] =>
  objects.filter(({ kind }) => kind === wanted).slice(0, MOST);

const KIND = {
  machinedeployments: "MachineDeployment",
  machinesets: "MachineSet",
  machines: "Machine",
} as const;
const isGoing = ({ metadata }: KubeObject): boolean => metadata.deletionTimestamp !== undefined;

/** Where an object that is referred to lives; a group is asked for its version once. */
export function referencePaths(client: KubeClient, signal: AbortSignal) {
  const pathOf = createObjectPaths(client, signal);
  const versions = new Map<string, Promise<string>>();
  const preferred = async (group: string): Promise<string> => {
    type Group = { preferredVersion: { groupVersion: string } };
    return (await client.json<Group>(`/apis/${group}`, { signal })).preferredVersion.groupVersion;
  };
  return async ({ apiGroup, kind, name }: Reference, namespace: string): Promise<string> => {
    const version = versions.get(apiGroup) ?? preferred(apiGroup);
    versions.set(apiGroup, version);
    return pathOf({ apiVersion: await version, kind, metadata: { name, namespace } });
  };
}
