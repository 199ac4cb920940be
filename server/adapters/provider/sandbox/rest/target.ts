import type { Kind } from "../kind/kind.ts";
import type { Registry } from "../kind/registry.ts";
import { noSuchPath, notAllowed, notImplemented } from "../status.ts";

/** What a resource path points to. */
export interface Target {
  kind: Kind;
  namespace: string | undefined;
  name: string | undefined;
  subresource: "status" | "finalize" | undefined;
}

/** Core resources that a real server has and a sandbox does not hold. */
const CORE_ONLY_REAL = new Set([
  ...["bindings", "componentstatuses", "endpoints", "persistentvolumeclaims", "persistentvolumes"],
  ...["podtemplates", "replicationcontrollers", "services", "limitranges", "resourcequotas"],
]);
const SUBRESOURCES_ONLY_REAL: Record<string, readonly string[]> = {
  pods: [
    "attach",
    "binding",
    "ephemeralcontainers",
    "eviction",
    "exec",
    "log",
    "portforward",
    "proxy",
    "resize",
  ],
  nodes: ["proxy"],
  serviceaccounts: ["token"],
};

/**
 * Resolves /api/v1/... and /apis/GROUP/VERSION/...
 * @throws StatusError 404 as Kubernetes for what nobody serves; 501 for what only real Kubernetes serves
 */
export function resolve(registry: Registry, path: string): Target {
  const parts = path.split("/").filter(Boolean).map(decodeURIComponent);
  const core = parts[0] === "api";
  const [group = "", version = "", ...rest] = core ? ["", ...parts.slice(1)] : parts.slice(1);
  if (!core && parts[0] !== "apis") throw noSuchPath();
  if (rest[0] === "watch") throw notImplemented("the deprecated /watch/ paths");
  const inNamespace = rest[0] === "namespaces" && rest.length > 2 && !isNamespaceSubresource(rest[2]);
  const namespace = inNamespace ? rest[1] : undefined;
  const [plural = "", name, subresource, ...more] = inNamespace ? rest.slice(2) : rest;
  const kind = registry.find(group, version, plural);
  if (!kind) {
    if (core && version === "v1" && CORE_ONLY_REAL.has(plural)) throw notImplemented(plural);
    throw noSuchPath();
  }
  if (subresource !== undefined && !kind.custom && SUBRESOURCES_ONLY_REAL[plural]?.includes(subresource))
    throw notImplemented(`${plural}/${subresource}`);
  if (more.length > 0 || kind.namespaced !== inNamespace) {
    if (more.length > 0 || name !== undefined || inNamespace) throw noSuchPath();
  }
  if (subresource === undefined) return { kind, namespace, name, subresource };
  if (subresource === "status" && kind.status) return { kind, namespace, name, subresource };
  if (subresource === "finalize" && kind.storage === "namespaces")
    return { kind, namespace, name, subresource };
  throw noSuchPath();
}

const isNamespaceSubresource = (part: string | undefined) => part === "status" || part === "finalize";

/** @throws StatusError 405 when the path names no object, or one where none belongs */
export function named(target: Target): Target & { name: string } {
  const { name } = target;
  if (name === undefined) throw notAllowed();
  return { ...target, name };
}
