import { apiVersionOf, type Kind } from "../kind/kind.ts";
import type { Registry } from "../kind/registry.ts";

export const VERSION = {
  major: "1",
  minor: "36",
  gitVersion: "v1.36.4+karbonetes-sandbox",
  gitCommit: "",
  gitTreeState: "",
  buildDate: "",
  goVersion: "",
  compiler: "",
  platform: "simulated",
};

const VERBS = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

function resourcesOf(kind: Kind): object[] {
  const { plural, singular, namespaced, shortNames, categories } = kind;
  const base = { namespaced, kind: kind.kind };
  return [
    {
      name: plural,
      singularName: singular,
      ...base,
      verbs: VERBS,
      ...(shortNames.length > 0 ? { shortNames } : {}),
      ...(categories.length > 0 ? { categories } : {}),
    },
    ...(kind.status
      ? [{ name: `${plural}/status`, singularName: "", ...base, verbs: ["get", "patch", "update"] }]
      : []),
    ...(kind.storage === "namespaces"
      ? [{ name: "namespaces/finalize", singularName: "", ...base, verbs: ["update"] }]
      : []),
  ];
}

function groupOf(registry: Registry, group: string) {
  const names = [...new Set(registry.all().flatMap((kind) => (kind.group === group ? [kind.version] : [])))];
  const versions = names.map((version) => ({ groupVersion: apiVersionOf({ group, version }), version }));
  return { name: group, versions, preferredVersion: versions[0] };
}

/** The answer to a discovery path; undefined if it is none, or names a group that is not served. */
export function discover(registry: Registry, path: string): object | undefined {
  const [, root = "", ...rest] = path.split("/");
  if (root === "api") return rest.length < 2 ? discoverCore(registry, rest[0]) : undefined;
  if (root === "apis") return rest.length < 3 ? discoverGroups(registry, rest[0], rest[1]) : undefined;
  return path === "/version" ? VERSION : undefined;
}

function discoverCore(registry: Registry, version: string | undefined): object | undefined {
  if (version !== undefined) return discoverVersion(registry, "", version);
  const serverAddressByClientCIDRs = [{ clientCIDR: "0.0.0.0/0", serverAddress: "127.0.0.1" }];
  return { kind: "APIVersions", versions: ["v1"], serverAddressByClientCIDRs };
}

function discoverGroups(
  registry: Registry,
  group: string | undefined,
  version: string | undefined,
): object | undefined {
  const groups = [...new Set(registry.all().map((kind) => kind.group))].filter((name) => name !== "");
  if (group === undefined)
    return { kind: "APIGroupList", apiVersion: "v1", groups: groups.map((name) => groupOf(registry, name)) };
  if (!groups.includes(group)) return undefined;
  if (version !== undefined) return discoverVersion(registry, group, version);
  return { kind: "APIGroup", apiVersion: "v1", ...groupOf(registry, group) };
}

function discoverVersion(registry: Registry, group: string, version: string): object | undefined {
  const kinds = registry.all().filter((kind) => kind.group === group && kind.version === version);
  if (kinds.length === 0) return undefined;
  return {
    kind: "APIResourceList",
    apiVersion: "v1",
    groupVersion: apiVersionOf({ group, version }),
    resources: kinds.flatMap(resourcesOf),
  };
}

/** The smallest document that kubectl takes: without schemas it leaves checking to the server. */
export const OPENAPI_V2 = { swagger: "2.0", info: { title: "Karbonetes sandbox", version: "v1" }, paths: {} };
const field = (number: number, content: Buffer) =>
  Buffer.concat([Buffer.from([(number << 3) | 2, content.length]), content]);
const textField = (number: number, value: string) => field(number, Buffer.from(value));

/** The same as a protobuf message, in which kubectl asks for it: field 1 `swagger`, field 2 `info {title, version}`. */
export function openApiProtobuf(): Buffer {
  const { title, version } = OPENAPI_V2.info;
  return Buffer.concat([
    textField(1, OPENAPI_V2.swagger),
    field(2, Buffer.concat([textField(1, title), textField(2, version)])),
  ]);
}
