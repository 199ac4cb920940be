import { TerminalError } from "#server/domain/errors.ts";
import { isNotFound } from "./api-error.ts";
import type { KubeClient } from "./client.ts";

interface Identified {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string };
}
interface Resource {
  name: string;
  kind: string;
  namespaced: boolean;
}

/**
 * Where an object of any kind lives, as the cluster itself says; what it says is asked once a group.
 * @throws TerminalError, a sentence, for a kind that the cluster does not have
 */
export function createObjectPaths(
  kube: Pick<KubeClient, "json">,
  signal?: AbortSignal,
): (object: Identified) => Promise<string> {
  const groups = new Map<string, Promise<Resource[]>>();

  async function ask(root: string): Promise<Resource[]> {
    try {
      const { resources } = await kube.json<{ resources: Resource[] }>(root, { signal });
      return resources.filter(({ name }) => !name.includes("/"));
    } catch (error) {
      groups.delete(root); // a kind may be installed a moment later
      if (isNotFound(error)) return [];
      throw error;
    }
  }

  return async ({ apiVersion, kind, metadata: { name, namespace } }) => {
    const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const asked = groups.get(root) ?? ask(root);
    groups.set(root, asked);
    const resource = (await asked).find((each) => each.kind === kind);
    if (!resource) {
      groups.delete(root);
      throw new TerminalError(`This cluster has no kind ${kind} of ${apiVersion}.`);
    }
    const scope = resource.namespaced ? `/namespaces/${encodeURIComponent(namespace ?? "default")}` : "";
    return `${root}${scope}/${resource.name}/${encodeURIComponent(name)}`;
  };
}
