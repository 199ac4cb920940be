import type { Controller, ControllerDeps } from "../runtime/controller.ts";

/** Every living namespace has the service account that pods without another one run as. */
export function serviceAccountController({ api }: ControllerDeps): Controller {
  return {
    name: "serviceaccount-controller",
    *keysOf(plural, { object: { metadata } }) {
      if (plural === "namespaces") yield metadata.name;
      if (plural === "serviceaccounts" && metadata.name === "default" && metadata.namespace)
        yield metadata.namespace;
    },
    allKeys: () => api.list("namespaces").map(({ metadata }) => metadata.name),
    async reconcile(name) {
      const namespace = api.get("namespaces", undefined, name);
      if (!namespace || namespace.metadata.deletionTimestamp) return undefined;
      if (api.get("serviceaccounts", name, "default")) return undefined;
      await api.create({
        apiVersion: "v1",
        kind: "ServiceAccount",
        metadata: { name: "default", namespace: name },
      });
      return undefined;
    },
  };
}
