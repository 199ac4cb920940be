import { findObject } from "#server/adapters/kubernetes/find-object.ts";
import { POLICIES_PATH, SCORES_PATH } from "#server/adapters/kubernetes/cluster-view.ts";
import { ApiError } from "#server/adapters/kubernetes/api-error.ts";
import { counted } from "#server/domain/cluster/words.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { SYSTEM_NAMESPACE } from "#server/domain/policy/spec.ts";
import { TLS_SECRET } from "#server/manifests/agent.ts";
import { policyCrd, scoreCrd } from "#server/manifests/crds.ts";
import type { Access } from "../../kube-access.ts";
import { hasOurLabel, isOfConsole, otherWriterOf, OUR_MANAGERS, removeWhole } from "./whose.ts";

const CRDS_PATH = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const THE_NAMESPACE = `The namespace ${SYSTEM_NAMESPACE}`;
const NAMESPACE_PATH = `/api/v1/namespaces/${SYSTEM_NAMESPACE}`;

/** What people may keep in the namespace beside us. */
const INSIDE: readonly { what: string; path: string; plural: string; ours: readonly string[] }[] = [
  { what: "ConfigMap", path: "/api/v1", plural: "configmaps", ours: ["kube-root-ca.crt"] },
  { what: "Secret", path: "/api/v1", plural: "secrets", ours: [TLS_SECRET] },
  { what: "Service", path: "/api/v1", plural: "services", ours: [] },
  { what: "PersistentVolumeClaim", path: "/api/v1", plural: "persistentvolumeclaims", ours: [] },
  { what: "ServiceAccount", path: "/api/v1", plural: "serviceaccounts", ours: ["default"] },
  { what: "Deployment", path: "/apis/apps/v1", plural: "deployments", ours: [] },
  { what: "StatefulSet", path: "/apis/apps/v1", plural: "statefulsets", ours: [] },
  { what: "DaemonSet", path: "/apis/apps/v1", plural: "daemonsets", ours: [] },
  { what: "Job", path: "/apis/batch/v1", plural: "jobs", ours: [] },
  { what: "CronJob", path: "/apis/batch/v1", plural: "cronjobs", ours: [] },
];

const KINDS = [
  { crd: policyCrd(), objects: POLICIES_PATH },
  { crd: scoreCrd(), objects: SCORES_PATH },
];

interface Leaving {
  /** Paths of what came with us, in the order in which it goes. */
  goes: { path: string; kind: string }[];
  stays: { what: string; why: string }[];
}

/** The kinds and the namespace came with us when nobody else wrote them and nothing of anybody else is in them. */
export async function planKinds(access: Access): Promise<Leaving> {
  const plan: Leaving = { goes: [], stays: [] };
  for (const { crd, objects } of KINDS) {
    const path = `${CRDS_PATH}/${crd.metadata.name}`;
    const present = await findObject(access, path);
    const why = present && (await whyKindStays(access, present, objects));
    if (why) plan.stays.push({ what: `The kind ${crd.spec.names.kind}`, why });
    else if (present) plan.goes.push({ path, kind: "kind" });
  }
  const namespace = await findObject(access, NAMESPACE_PATH);
  const why = namespace && (await whyNamespaceStays(access, namespace, plan.stays.length > 0));
  if (why) plan.stays.push({ what: THE_NAMESPACE, why });
  else if (namespace) plan.goes.push({ path: NAMESPACE_PATH, kind: "namespace" });
  return plan;
}

/** @throws Waiting while one of them is on its way out */
export async function takeOutKinds(access: Access): Promise<string> {
  const { goes, stays } = await planKinds(access);
  for (const { path } of goes) await removeWhole(access, path);
  if (stays.some(({ what }) => what === THE_NAMESPACE)) await takeBackMarks(access);
  return stays.length === 0
    ? "Nothing of ours is left in it."
    : stays.map(({ what, why }) => `${what} stays: ${why}.`).join(" ");
}

async function whyKindStays(
  { client, signal }: Access,
  crd: KubeObject,
  objectsPath: string,
): Promise<string | undefined> {
  if (crd.metadata.deletionTimestamp) return undefined;
  const other = otherWriterOf(crd);
  if (other) return `${other} wrote it too`;
  const { items } = await client.list<KubeObject>(objectsPath, { signal });
  const theirs = items.filter((object) => !hasOurLabel(object)).length;
  return theirs > 0
    ? `${counted(theirs, "object")} of others ${theirs === 1 ? "is" : "are"} of it`
    : undefined;
}

async function whyNamespaceStays(
  { client, signal }: Access,
  namespace: KubeObject,
  kindsStay: boolean,
): Promise<string | undefined> {
  if (namespace.metadata.deletionTimestamp) return undefined;
  const other = otherWriterOf(namespace);
  if (other) return `${other} wrote it too`;
  if (kindsStay) return "whoever uses the kinds uses it";
  const inside = await Promise.all(
    INSIDE.map(async ({ what, path, plural, ours }) => {
      const list = `${path}/namespaces/${SYSTEM_NAMESPACE}/${plural}`;
      let theirs: KubeObject | undefined;
      const onPage = (items: KubeObject[]) => void (theirs ??= items.find((each) => !isKnown(each, ours)));
      await client.list<KubeObject>(list, { signal, onPage }).catch(ignoreUnserved);
      return theirs && `the ${what} ${theirs.metadata.name} is in it`;
    }),
  );
  return inside.find((why) => why !== undefined);
}

const isKnown = (object: KubeObject, names: readonly string[]): boolean =>
  names.includes(object.metadata.name) || hasOurLabel(object) || isOfConsole(object);

/** A kind that a cluster does not serve, it has none of. */
function ignoreUnserved(error: unknown): void {
  if (!(error instanceof ApiError) || ![404, 501].includes(error.status)) throw error;
}

/** Applying nothing takes back each field that was ours alone. */
async function takeBackMarks({ client, signal }: Access): Promise<void> {
  const bare = { apiVersion: "v1", kind: "Namespace", metadata: { name: SYSTEM_NAMESPACE } };
  for (const fieldManager of OUR_MANAGERS) {
    await client.apply(NAMESPACE_PATH, bare, { fieldManager, signal });
  }
}
