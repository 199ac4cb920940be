import type { Kind } from "../kind/kind.ts";
import type { Registry } from "../kind/registry.ts";
import { noSuchPath, notAllowed, notImplemented, type StatusError } from "../status.ts";

/** What a resource path points to. */
export interface Target {
  kind: Kind;
  namespace: string | undefined;
  name: string | undefined;
  subresource: "status" | "finalize" | undefined;
}

/** Core resources that a real server has and a sandbox does not hold. */
const CORE_ONLY_REAL = new Set(
  "bindings componentstatuses endpoints persistentvolumeclaims persistentvolumes podtemplates replicationcontrollers services limitranges resourcequotas".split(
    " ",
  ),
);
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

interface Parsed {
  group: string;
  version: string;
  namespace: string | undefined;
  /** plural, name, subresource, and what is beyond. */
  rest: string[];
}

function parse(path: string): Parsed {
  const [root, ...parts] = path.split("/").filter(Boolean).map(decodeURIComponent);
  if (root !== "api" && root !== "apis") throw noSuchPath();
  const group = root === "api" ? "" : (parts.shift() ?? "");
  const version = parts.shift() ?? "";
  const own = parts[2] === "status" || parts[2] === "finalize"; // a namespace's subresource, not what lives in it
  if (parts[0] !== "namespaces" || parts.length < 3 || own)
    return { group, version, namespace: undefined, rest: parts };
  return { group, version, namespace: parts[1], rest: parts.slice(2) };
}

function unknownResource(group: string, plural: string): StatusError {
  if (plural === "watch") return notImplemented("the deprecated /watch/ paths");
  return group === "" && CORE_ONLY_REAL.has(plural) ? notImplemented(plural) : noSuchPath();
}

function checkSubresource(kind: Kind, subresource: string | undefined): Target["subresource"] {
  if (subresource === undefined) return undefined;
  if (subresource === "status" && kind.status) return subresource;
  if (subresource === "finalize" && kind.storage === "namespaces") return subresource;
  if (SUBRESOURCES_ONLY_REAL[kind.storage]?.includes(subresource))
    throw notImplemented(`${kind.plural}/${subresource}`);
  throw noSuchPath();
}

/**
 * Resolves /api/v1/... and /apis/GROUP/VERSION/...
 * @throws StatusError 404 as Kubernetes for what nobody serves; 501 for what only real Kubernetes serves
 */
export function resolve(registry: Registry, path: string): Target {
  const { group, version, namespace, rest } = parse(path);
  const [plural = "", name, subresource, ...beyond] = rest;
  const kind = registry.find(group, version, plural);
  if (!kind) throw unknownResource(group, plural);
  const found = checkSubresource(kind, subresource);
  const acrossNamespaces = kind.namespaced && namespace === undefined && name === undefined;
  if (beyond.length > 0 || (kind.namespaced !== (namespace !== undefined) && !acrossNamespaces))
    throw noSuchPath();
  return { kind, namespace, name, subresource: found };
}

/** @throws StatusError 405 when the path names no object */
export function named(target: Target): Target & { name: string } {
  const { name } = target;
  if (name === undefined) throw notAllowed();
  return { ...target, name };
}
