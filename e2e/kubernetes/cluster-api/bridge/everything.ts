import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { objectsIn } from "../management.ts";

interface Resources {
  groupVersion: string;
  resources: { name: string; verbs: string[] }[];
}
/** They come and go by themselves, or say what happened. */
const PASSING = ["events", "leases", "componentstatuses"];

/** Every object, in a namespace or not, of whatever kind the API server has: to compare before and after. */
export async function everythingIn(kube: KubeClient): Promise<string[]> {
  const { groups } = await kube.json<{ groups: { preferredVersion: { groupVersion: string } }[] }>("/apis");
  const roots = [
    "/api/v1",
    ...groups.map(({ preferredVersion }) => `/apis/${preferredVersion.groupVersion}`),
  ];
  const lists: string[] = [];
  for (const root of roots) {
    const { resources } = await kube.json<Resources>(root);
    const listed = resources.filter(
      ({ name, verbs }) => verbs.includes("list") && !name.includes("/") && !PASSING.includes(name),
    );
    lists.push(...listed.map(({ name }) => `${root}/${name}`));
  }
  return objectsIn(kube, lists);
}
