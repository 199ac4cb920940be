import { StatusError } from "../status.ts";

export interface Wanted {
  as: "object" | "Table" | "PartialObjectMetadata";
  yaml: boolean;
}

const JSON_TYPES = new Set(["application/json", "application/*", "*/*", ""]);

/** The first form in an Accept header that we can give. @throws StatusError 406 */
export function negotiate(accept: string | undefined): Wanted {
  for (const range of (accept ?? "*/*").split(",")) {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim());
    const as = parameters.find((parameter) => parameter.startsWith("as="))?.slice(3);
    if (type === "application/yaml" && as === undefined) return { as: "object", yaml: true };
    if (!JSON_TYPES.has(type)) continue;
    if (as === undefined) return { as: "object", yaml: false };
    if (!parameters.includes("g=meta.k8s.io") || !parameters.includes("v=v1")) continue;
    if (as === "Table") return { as, yaml: false };
    if (as === "PartialObjectMetadata" || as === "PartialObjectMetadataList")
      return { as: "PartialObjectMetadata", yaml: false };
  }
  throw new StatusError(
    406,
    "NotAcceptable",
    "only the following media types are accepted: application/json, application/yaml",
  );
}
