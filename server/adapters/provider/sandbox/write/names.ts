import { randomInt } from "node:crypto";
import type { Kind } from "../kind/kind.ts";
import { fieldError, type FieldError } from "../status.ts";

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_KEY =
  /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

const LABEL_RULE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

export function nameErrors(kind: Kind, name: string): FieldError[] {
  const field = "metadata.name";
  const label = kind.plural === "namespaces" && !kind.custom;
  const longest = label || kind.storage === "jobs.batch" ? 63 : kind.storage === "cronjobs.batch" ? 52 : 253;
  if (label && name.length > 0 && !LABEL.test(name)) return [fieldError.invalid(field, name, LABEL_RULE)];
  if (!SUBDOMAIN.test(name)) return [fieldError.invalid(field, name, SUBDOMAIN_RULE)];
  if (name.length > longest)
    return [fieldError.invalid(field, name, `must be no more than ${longest} characters`)];
  return [];
}

export function labelErrors(labels: Record<string, unknown> | undefined): FieldError[] {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => {
    if (!LABEL_KEY.test(key))
      return [
        fieldError.invalid(
          "metadata.labels",
          key,
          "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
        ),
      ];
    if (typeof value !== "string" || !LABEL_VALUE.test(value))
      return [
        fieldError.invalid(
          "metadata.labels",
          value,
          "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
        ),
      ];
    return [];
  });
}

const ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
export const generatedName = (base: string): string =>
  base.slice(0, 58) + Array.from({ length: 5 }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
