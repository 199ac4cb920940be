import { z } from "zod";
import { kindIdOf, type ResourceKind } from "#server/domain/resource/kind.ts";
import type { KindsView } from "#server/domain/resource/view.ts";
import type { KubeClient } from "./client.ts";

const AGGREGATED =
  "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";
const KEPT_MS = 30_000;

const Verbs = z.array(z.string()).default([]);
const Discovery = z.object({
  kind: z.literal("APIGroupDiscoveryList"),
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string().default("") }).default({ name: "" }),
      versions: z
        .array(
          z.object({
            version: z.string(),
            freshness: z.string().optional(),
            resources: z
              .array(
                z.object({
                  resource: z.string(),
                  responseKind: z.object({ kind: z.string() }).nullish(),
                  scope: z.string().default("Namespaced"),
                  shortNames: z.array(z.string()).default([]),
                  verbs: Verbs,
                }),
              )
              .default([]),
          }),
        )
        .default([]),
    }),
  ),
});
const Versions = z.object({ versions: z.array(z.string()).default([]) });
const Groups = z.object({
  groups: z.array(
    z.object({ name: z.string(), versions: z.array(z.object({ version: z.string() })).default([]) }),
  ),
});
const Resources = z.object({
  resources: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      namespaced: z.boolean(),
      shortNames: z.array(z.string()).default([]),
      verbs: Verbs,
    }),
  ),
});

interface Served {
  kinds: ResourceKind[];
  silent: string[];
}

const known = new WeakMap<object, { at: number; asked: Promise<KindsView> }>();

/** Which kinds can be listed and read, each in the version the cluster prefers; what it said is good for half a minute. */
export async function readKinds(kube: Pick<KubeClient, "json">, signal: AbortSignal): Promise<KindsView> {
  const present = known.get(kube);
  if (present && performance.now() - present.at < KEPT_MS) return present.asked;
  const asked = askKinds(kube, signal);
  known.set(kube, { at: performance.now(), asked });
  asked.catch(() => known.delete(kube));
  return asked;
}

/** Undefined where the cluster has no such kind. One that is not known yet may have come just now. */
export async function findKind(
  kube: Pick<KubeClient, "json">,
  id: string,
  signal: AbortSignal,
): Promise<ResourceKind | undefined> {
  const of = async () => (await readKinds(kube, signal)).kinds.find((kind) => kind.id === id);
  const found = await of();
  if (found) return found;
  known.delete(kube);
  return of();
}

async function askKinds(kube: Pick<KubeClient, "json">, signal: AbortSignal): Promise<KindsView> {
  const [core, groups] = await Promise.all(["/api", "/apis"].map((root) => askRoot(kube, root, signal)));
  const kinds = [...(core?.kinds ?? []), ...(groups?.kinds ?? [])];
  const silent = [...new Set([...(core?.silent ?? []), ...(groups?.silent ?? [])])];
  const ids = new Set<string>();
  const first = kinds.filter(({ id }) => !ids.has(id) && ids.add(id)); // versions come in the order of preference
  // the same objects by a second name
  return { kinds: first.filter(({ id }) => id !== "events.events.k8s.io"), silent };
}

async function askRoot(kube: Pick<KubeClient, "json">, root: string, signal: AbortSignal): Promise<Served> {
  const answer = await kube.json<unknown>(root, { accept: AGGREGATED, signal });
  const discovery = Discovery.safeParse(answer);
  if (discovery.success) return readDiscovery(discovery.data);
  const pairs =
    root === "/api"
      ? Versions.parse(answer).versions.map((version) => ({ group: "", version }))
      : Groups.parse(answer).groups.flatMap(({ name, versions }) =>
          versions.map(({ version }) => ({ group: name, version })),
        );
  const served = await Promise.all(pairs.map((pair) => askVersion(kube, pair, signal)));
  return {
    kinds: served.flatMap(({ kinds }) => kinds),
    silent: served.flatMap(({ silent }) => silent),
  };
}

function readDiscovery({ items }: z.infer<typeof Discovery>): Served {
  const kinds = items.flatMap(({ metadata: { name: group }, versions }) =>
    versions.flatMap(({ version, resources }) =>
      resources.flatMap(({ resource, responseKind, scope, shortNames, verbs }) =>
        responseKind
          ? kindOf(
              { group, version },
              {
                name: resource,
                kind: responseKind.kind,
                namespaced: scope === "Namespaced",
                shortNames,
                verbs,
              },
            )
          : [],
      ),
    ),
  );
  const silent = items
    .filter(({ versions }) => versions.some(({ freshness }) => freshness === "Stale"))
    .map(({ metadata }) => metadata.name);
  return { kinds, silent };
}

/** One group that does not answer leaves the others. */
async function askVersion(
  kube: Pick<KubeClient, "json">,
  pair: { group: string; version: string },
  signal: AbortSignal,
): Promise<Served> {
  const { group, version } = pair;
  const path = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  try {
    const { resources } = Resources.parse(await kube.json(path, { signal }));
    return { kinds: resources.flatMap((resource) => kindOf(pair, resource)), silent: [] };
  } catch (error) {
    if (signal.aborted || group === "") throw error;
    return { kinds: [], silent: [group] };
  }
}

function kindOf(
  { group, version }: { group: string; version: string },
  { name, kind, namespaced, shortNames, verbs }: z.infer<typeof Resources>["resources"][number],
): ResourceKind[] {
  if (name.includes("/") || !verbs.includes("list") || !verbs.includes("get")) return [];
  const id = kindIdOf({ group, plural: name });
  return [{ id, group, version, kind, plural: name, namespaced, verbs, shortNames }];
}
