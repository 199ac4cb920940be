import { StatusError } from "../status.ts";

export interface Wanted {
  as: "object" | "Table" | "PartialObjectMetadata";
  yaml: boolean;
}

const JSON_TYPES = new Set(["application/json", "application/*", "*/*", ""]);

function formOf(range: string): Wanted | undefined {
  const [type = "", ...parameters] = range.split(";").map((part) => part.trim());
  const as = parameters.find((parameter) => parameter.startsWith("as="))?.slice(3);
  if (as === undefined) {
    if (type === "application/yaml") return { as: "object", yaml: true };
    return JSON_TYPES.has(type) ? { as: "object", yaml: false } : undefined;
  }
  const form = as.replace(/List$/, "");
  if (!JSON_TYPES.has(type) || !parameters.includes("g=meta.k8s.io") || !parameters.includes("v=v1"))
    return undefined;
  return form === "Table" || form === "PartialObjectMetadata" ? { as: form, yaml: false } : undefined;
}

/** The first form in an Accept header that we can give. @throws StatusError 406 */
export function negotiate(accept: string | undefined): Wanted {
  for (const range of (accept ?? "*/*").split(",")) {
    const form = formOf(range);
    if (form) return form;
  }
  throw new StatusError(
    406,
    "NotAcceptable",
    "only the following media types are accepted: application/json, application/yaml",
  );
}
