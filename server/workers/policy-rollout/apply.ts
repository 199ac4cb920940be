import { ApiError, isConflict, isNotFound } from "#server/adapters/kubernetes/api-error.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { NAMESPACES_PATH, POLICIES_PATH } from "#server/adapters/kubernetes/cluster-view.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { sourceOf } from "#server/domain/policy/match.ts";
import { POLICY_LABEL, policyObject } from "#server/domain/policy/object.ts";
import type { PresentPolicy, WantedPolicy } from "#server/domain/policy/row.ts";
import { POLICY_API_VERSION, SYSTEM_NAMESPACE } from "#server/domain/policy/spec.ts";
import { systemNamespace } from "#server/manifests/agent.ts";
import { POLICY_PLURAL } from "#server/manifests/crds.ts";

const FIELD_MANAGER = "policy-rollout";

export const policyPath = (source: string): string => {
  const [namespace = "", name = ""] = source.split("/");
  return `/apis/${POLICY_API_VERSION}/namespaces/${encodeURIComponent(namespace)}/${POLICY_PLURAL}/${encodeURIComponent(name)}`;
};

export type Outcome =
  | { reason: "Synced"; message: string }
  | { reason: "NoAgent" | "NamespaceMissing" | "Drifted" | "Failed"; message: string };

/** Brings one policy to a cluster. `force` takes back what someone else changed there. @throws what the way there throws */
export async function applyPolicy(
  kube: KubeClient,
  wanted: WantedPolicy,
  force: boolean,
  signal: AbortSignal,
): Promise<Outcome> {
  const { namespace } = wanted;
  const object = policyObject(wanted);
  const apply = () =>
    kube.apply(policyPath(sourceOf(wanted)), object, { fieldManager: FIELD_MANAGER, force, signal });
  try {
    await apply().catch(async (error: unknown) => {
      if (namespace !== SYSTEM_NAMESPACE || !lacksNamespace(error)) throw error;
      await kube.apply(`${NAMESPACES_PATH}/${namespace}`, systemNamespace(), {
        fieldManager: FIELD_MANAGER,
        signal,
      });
      await apply();
    });
    return { reason: "Synced", message: `It holds as ${sourceOf(wanted)}.` };
  } catch (error) {
    if (error instanceof ApiError) return refusalOf(error, namespace);
    throw error;
  }
}

function refusalOf(error: ApiError, namespace: string): Outcome {
  if (lacksNamespace(error)) {
    return {
      reason: "NamespaceMissing",
      message: `The cluster has no namespace ${namespace}. It is applied once somebody creates it.`,
    };
  }
  if (isNotFound(error)) {
    return {
      reason: "NoAgent",
      message: "The cluster has no carbon agent yet, so nothing there reads policies.",
    };
  }
  if (isConflict(error)) {
    return {
      reason: "Drifted",
      message: `Somebody changed it in the cluster: ${error.message.slice(0, 300)}. Saving the policy restores it.`,
    };
  }
  const [, field] = /(\.spec\.\w+): field not declared in schema/.exec(error.message) ?? [];
  if (field) {
    const message = `Its agent is older than this console and does not know ${field}: upgrade it. What held there before still holds.`;
    return { reason: "Failed", message };
  }
  return { reason: "Failed", message: `The cluster refuses it: ${error.message.slice(0, 300)}` };
}

const lacksNamespace = (error: unknown): boolean =>
  isNotFound(error) && /namespaces? "[^"]*" not found/.test((error as ApiError).message);

/** What policies of a database like ours put there; nothing where the kind is not known. */
export async function listPresent(kube: KubeClient, signal: AbortSignal): Promise<PresentPolicy[]> {
  try {
    const { items } = await kube.list<KubeObject>(POLICIES_PATH, {
      query: { labelSelector: POLICY_LABEL },
      signal,
    });
    return items.map(({ metadata }) => ({
      policyId: metadata.labels?.[POLICY_LABEL] ?? "",
      source: `${metadata.namespace}/${metadata.name}`,
    }));
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}

/** Gone is as good as removed, and so is a kind that is gone. */
export async function removePolicy(kube: KubeClient, source: string, signal: AbortSignal): Promise<void> {
  try {
    await kube.json(policyPath(source), { method: "DELETE", signal });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
