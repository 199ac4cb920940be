import type { Kind } from "../kind/kind.ts";
import { isObject, valueAt, type Stored } from "../object.ts";
import { notImplemented } from "../status.ts";
import type { WriteOptions } from "./core.ts";

function mentions(value: unknown, field: string): boolean {
  if (Array.isArray(value)) return value.some((item) => mentions(item, field));
  if (!isObject(value)) return false;
  return Object.entries(value).some(([name, child]) => name === field || mentions(child, field));
}

/**
 * What a sandbox takes but cannot do is said: rules in CEL are not evaluated.
 * @throws StatusError 501 where not evaluating them would call a webhook wrongly
 */
export function notEvaluated(kind: Kind, object: Stored, options: Pick<WriteOptions, "warn">): void {
  if (kind.custom || !kind.group.endsWith(".k8s.io")) return;
  if (kind.plural === "mutatingwebhookconfigurations" && mentions(object["webhooks"], "matchConditions"))
    throw notImplemented("matchConditions of webhooks");
  if (
    kind.plural === "customresourcedefinitions" &&
    mentions(valueAt(object, "spec.versions"), "x-kubernetes-validations")
  )
    options.warn("a sandbox cluster does not evaluate x-kubernetes-validations");
}
