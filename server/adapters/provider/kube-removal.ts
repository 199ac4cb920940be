import type { KubeObject } from "#server/domain/kubernetes.ts";
import { counted } from "#server/domain/cluster/words.ts";
import { Waiting } from "#server/domain/errors.ts";
import type { Access } from "./kube-access.ts";
import { ignoreAbsent } from "./kube-look.ts";

interface Removal {
  /** For people: "Job". */
  what: string;
  /** Of all namespaces, where it has any. */
  listPath: string;
  pathOf: (object: KubeObject) => string;
  labelSelector?: string;
}
const AT_ONCE = 8;
const LOOK_AGAIN_MS = 1_000;

/**
 * Asks for the end of every object, and counts those that are truly gone.
 * @throws Waiting while some are left; it names the first and the finalizer that holds it
 */
export async function removeAll({ client, signal }: Access, removal: Removal): Promise<number> {
  const query = { labelSelector: removal.labelSelector };
  const found = await listOf({ client, signal }, removal, query);
  const asked = found.filter((object) => object.metadata.deletionTimestamp === undefined);
  for (let at = 0; at < asked.length; at += AT_ONCE) {
    await Promise.all(
      asked.slice(at, at + AT_ONCE).map((object) =>
        client
          .json(removal.pathOf(object), {
            method: "DELETE",
            query: { propagationPolicy: "Background", gracePeriodSeconds: 0 },
            signal,
          })
          .catch(ignoreAbsent),
      ),
    );
  }
  const left = found.length > 0 ? await listOf({ client, signal }, removal, query) : [];
  if (left.length > 0) throw new Waiting("ObjectsLeft", leftSentence(removal.what, left), LOOK_AGAIN_MS);
  return found.length;
}

async function listOf(
  { client, signal }: Access,
  { listPath }: Removal,
  query: { labelSelector: string | undefined },
): Promise<KubeObject[]> {
  try {
    return (await client.list<KubeObject>(listPath, { query, signal })).items;
  } catch (error) {
    ignoreAbsent(error);
    return [];
  }
}

function leftSentence(what: string, left: readonly KubeObject[]): string {
  const blocking = left.find((object) => object.metadata.finalizers?.length) ?? left[0];
  const finalizers = blocking?.metadata.finalizers?.join(", ");
  const name = [blocking?.metadata.namespace, blocking?.metadata.name].filter(Boolean).join("/");
  const still = `${counted(left.length, what)} ${left.length === 1 ? "is" : "are"} still there`;
  return finalizers
    ? `${still}: ${name} is held by the finalizer ${finalizers}.`
    : `${still}, ${name} first.`;
}
