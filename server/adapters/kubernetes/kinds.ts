import { CUSTOM_KINDS, type SuspendableKind } from "#server/domain/job/suspendable-kinds.ts";
import { isNotFound } from "./api-error.ts";
import type { KubeClient } from "./client.ts";

interface Groups {
  groups?: { versions?: { groupVersion: string }[] }[];
}
interface Resources {
  resources?: { name: string }[];
}

export const collectionOf = ({ apiVersion, plural }: SuspendableKind): string =>
  `/apis/${apiVersion}/${plural}`;

/** The suspendable kinds beside Job that the cluster serves in our version of them, as it says itself. */
export async function servedKinds(
  kube: Pick<KubeClient, "json">,
  signal: AbortSignal,
): Promise<SuspendableKind[]> {
  const { groups = [] } = await kube.json<Groups>("/apis", { signal });
  const versions = new Set(
    groups.flatMap((group) => (group.versions ?? []).map(({ groupVersion }) => groupVersion)),
  );
  const wanted = CUSTOM_KINDS.filter(({ apiVersion }) => versions.has(apiVersion));
  const served = new Map<string, ReadonlySet<string>>();
  for (const apiVersion of new Set(wanted.map((kind) => kind.apiVersion))) {
    served.set(apiVersion, await resourcesOf(kube, apiVersion, signal));
  }
  return wanted.filter(({ apiVersion, plural }) => served.get(apiVersion)?.has(plural));
}

async function resourcesOf(
  kube: Pick<KubeClient, "json">,
  apiVersion: string,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  try {
    const { resources = [] } = await kube.json<Resources>(`/apis/${apiVersion}`, { signal });
    return new Set(resources.map(({ name }) => name));
  } catch (error) {
    if (isNotFound(error)) return new Set(); // removed in this very moment
    throw error;
  }
}
