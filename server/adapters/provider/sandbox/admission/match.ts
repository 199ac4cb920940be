import { valueAt, type Stored } from "../object.ts";
import { matchesSelector } from "../selector.ts";
import type { Admission } from "../write/core.ts";

interface Rule {
  operations?: string[];
  apiGroups?: string[];
  apiVersions?: string[];
  resources?: string[];
  scope?: string;
}
export interface Webhook {
  name: string;
  clientConfig: { url?: string; caBundle?: string; service?: object };
  rules?: Rule[];
  namespaceSelector?: object;
  objectSelector?: object;
  failurePolicy?: "Fail" | "Ignore";
  matchPolicy?: "Exact" | "Equivalent";
  timeoutSeconds?: number;
  sideEffects?: string;
}

const has = (list: readonly string[] | undefined, value: string) =>
  list?.some((item) => item === "*" || item === value) ?? false;

function resourceMatches(
  patterns: readonly string[] | undefined,
  plural: string,
  subresource: string | undefined,
): boolean {
  return (
    patterns?.some((pattern) => {
      const [resource, sub] = pattern.split("/");
      if (pattern === "*") return subresource === undefined;
      return (resource === "*" || resource === plural) && (sub === "*" || sub === subresource);
    }) ?? false
  );
}

function ruleMatches(rule: Rule, { operation, kind, subresource }: Admission, exact: boolean): boolean {
  const scope = kind.namespaced ? "Namespaced" : "Cluster";
  return (
    has(rule.operations, operation) &&
    has(rule.apiGroups, kind.group) &&
    (!exact || has(rule.apiVersions, kind.version)) &&
    resourceMatches(rule.resources, kind.plural, subresource) &&
    (!rule.scope || rule.scope === "*" || rule.scope === scope)
  );
}

/** Whether a webhook wants to see a request. */
export function concerns(webhook: Webhook, request: Admission, namespace: Stored | undefined): boolean {
  const exact = webhook.matchPolicy === "Exact";
  if (!webhook.rules?.some((rule) => ruleMatches(rule, request, exact))) return false;
  const own = request.kind.plural === "namespaces" && request.kind.group === "";
  const labelled = own ? request.object : namespace;
  if (labelled && !matchesSelector(webhook.namespaceSelector, labelled.metadata.labels)) return false;
  return [request.object, request.oldObject].some(
    (object) => object !== undefined && matchesSelector(webhook.objectSelector, object.metadata.labels),
  );
}

/** Its webhooks, with the name of the configuration that holds them. */
export const webhooksOf = (configuration: Stored): readonly Webhook[] =>
  (valueAt(configuration, "webhooks") as Webhook[] | undefined) ?? [];
