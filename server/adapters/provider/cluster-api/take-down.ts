import { isPausedBy, type ClusterObject } from "#server/domain/cluster/cluster-api/cluster-object.ts";
import { blockerOf, readDeletion, type DeletionStep } from "#server/domain/cluster/cluster-api/deletion.ts";
import type { ClusterApiSpec } from "#server/domain/cluster/cluster-api/spec.ts";
import type { ClusterIdentity } from "#server/domain/cluster/provider.ts";
import { Waiting } from "#server/domain/errors.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { FIELD_MANAGER } from "../apply-pools.ts";
import type { Access } from "../kube-access.ts";
import { deleteCluster, findCluster, pathOf } from "./cluster-object.ts";
import { deletingObjects, ownedObjects } from "./deleting-objects.ts";
import { messageOf } from "./message-of.ts";
import { secretsLeft } from "./secrets.ts";
import { freeStrays } from "./strays.ts";

const LOOK_AGAIN_MS = 1_000;

/** One of Cluster API's own steps of the end. Asks for the end where that was not done. @throws Waiting with what holds it up */
export async function takeDown(
  access: Access,
  step: DeletionStep,
  cluster: ClusterIdentity,
  own: ClusterApiSpec,
): Promise<{ message: string }> {
  const object = await deleteCluster(access, cluster, own);
  if (!object && step === "workers")
    return { message: `There is no Cluster ${own.namespace}/${cluster.name} of ours there.` };
  if (object && isPausedBy(FIELD_MANAGER, object)) await resume(access, object);
  const blocker = object && (await freed(access, object));
  return { message: messageOf(readDeletion(step, object, blocker)) };
}

/** We paused it, as a person asked; since then it was asked to go, and nothing of a paused one is taken down. */
async function resume({ client, signal }: Access, { metadata }: ClusterObject): Promise<void> {
  const path = pathOf(metadata.namespace, metadata.name);
  const query = { fieldManager: FIELD_MANAGER };
  await client.patch(path, { spec: { paused: null } }, "application/merge-patch+json", { query, signal });
}

/** Lets go what Cluster API leaves behind. What holds the rest up, as a sentence. */
const freed = (access: Access, object: ClusterObject): Promise<string | undefined> =>
  told(access, async () => {
    const owned = await ownedObjects(access, object.metadata);
    const stray = await freeStrays(access, object.metadata, owned);
    return stray ?? blockerOf(await deletingObjects(access, object, owned));
  });

/** What holds its end up, as a sentence. */
export const findBlocker = (access: Access, object: ClusterObject): Promise<string | undefined> =>
  told(access, async () =>
    blockerOf(await deletingObjects(access, object, await ownedObjects(access, object.metadata))),
  );

/** The end itself does not hang on whether that may be read: a right, or a kind, may be gone. */
async function told(access: Access, ask: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (access.signal.aborted) throw error;
    return `What holds it up could not be read: ${(error as Error).message}`;
  }
}

/** The object and all that was made for it is gone; what somebody else made under its name is not ours to wait for. */
export async function awaitGone(
  access: Access,
  cluster: ClusterIdentity,
  own: ClusterApiSpec,
): Promise<{ message: string }> {
  const object = await deleteCluster(access, cluster, own);
  if (object) {
    const finalizers = object.metadata.finalizers.join(", ");
    const held = finalizers ? ` is held by the finalizer ${finalizers}` : " is still there";
    throw new Waiting("ObjectLeft", `Cluster ${own.namespace}/${cluster.name}${held}.`, LOOK_AGAIN_MS);
  }
  const another = await findCluster(access, cluster, own);
  if (another) return { message: "Ours is gone; another of its name, which was not made here, stays." };
  const [machine] = await ownedObjects(access, { namespace: own.namespace, name: cluster.name });
  if (machine) throw new Waiting("MachinesLeft", leftSentence(machine), LOOK_AGAIN_MS);
  const left = await secretsLeft(access, cluster, own);
  if (left.length === 0) return { message: "The object and all that was made for it is gone." };
  throw new Waiting("SecretsLeft", `Secrets are still there: ${left.join(", ")}.`, LOOK_AGAIN_MS);
}

/** What outlived the Cluster object: its own controllers look at it no more. */
export const leftSentence = (object: KubeObject): string =>
  blockerOf([object]) ??
  `${object.kind} ${object.metadata.namespace}/${object.metadata.name} is still there, though its Cluster is gone.`;
