import type { Kind } from "./kind/kind.ts";

export interface StatusCause {
  reason: string;
  message: string;
  field?: string;
}
export interface StatusBody {
  kind: "Status";
  apiVersion: "v1";
  metadata: object;
  status: "Failure" | "Success";
  message?: string;
  reason?: string;
  details?: { name?: string; group?: string; kind?: string; uid?: string; causes?: StatusCause[] };
  code?: number;
}

/** A refusal in Kubernetes' own shape: `status` is the HTTP code, `body` the Status object that goes over the wire. */
export class StatusError extends Error {
  readonly status: number;
  readonly body: StatusBody;
  constructor(code: number, reason: string, message: string, details?: StatusBody["details"]) {
    super(message);
    this.name = "StatusError";
    this.status = code;
    this.body = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, reason, code };
    if (details) this.body.details = details;
  }
}

type Named = Pick<Kind, "group" | "plural">;
export const qualified = ({ group, plural }: Named): string => (group === "" ? plural : `${plural}.${group}`);
const detailsOf = ({ group, plural }: Named, name?: string) => ({
  ...(name ? { name } : {}),
  ...(group === "" ? {} : { group }),
  kind: plural,
});

export const notFound = (kind: Named, name: string) =>
  new StatusError(404, "NotFound", `${qualified(kind)} "${name}" not found`, detailsOf(kind, name));

export const noSuchPath = () =>
  new StatusError(404, "NotFound", "the server could not find the requested resource");

export const alreadyExists = (kind: Named, name: string) =>
  new StatusError(409, "AlreadyExists", `${qualified(kind)} "${name}" already exists`, detailsOf(kind, name));

export const conflict = (kind: Named, name: string, why: string) =>
  new StatusError(
    409,
    "Conflict",
    `Operation cannot be fulfilled on ${qualified(kind)} "${name}": ${why}`,
    detailsOf(kind, name),
  );

export const MODIFIED =
  "the object has been modified; please apply your changes to the latest version and try again";

export const badRequest = (message: string) => new StatusError(400, "BadRequest", message);

export const expired = (message: string) => new StatusError(410, "Expired", message);

export const forbidden = (kind: Named, name: string, why: string, causes?: StatusCause[]) =>
  new StatusError(403, "Forbidden", `${qualified(kind)} "${name}" is forbidden: ${why}`, {
    ...detailsOf(kind, name),
    ...(causes ? { causes } : {}),
  });

export const notAllowed = () =>
  new StatusError(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");

export const unsupportedMedia = (accepted: readonly string[]) =>
  new StatusError(
    415,
    "UnsupportedMediaType",
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(", ")}`,
  );

/** What real Kubernetes serves and the sandbox does not. */
export const notImplemented = (what: string) =>
  new StatusError(501, "NotImplemented", `A sandbox cluster is simulated and does not serve ${what}.`);

export interface FieldError {
  field: string;
  /** The cause's reason: FieldValueInvalid, FieldValueRequired, ... */
  reason: string;
  /** The sentence without the field: `Invalid value: 3: must be ...`. */
  message: string;
}
const shown = (value: unknown) => (value === undefined ? "null" : JSON.stringify(value));
export const fieldError = {
  invalid: (field: string, value: unknown, why: string): FieldError => ({
    field,
    reason: "FieldValueInvalid",
    message: `Invalid value: ${shown(value)}: ${why}`,
  }),
  type: (field: string, value: unknown, why: string): FieldError => ({
    field,
    reason: "FieldValueTypeInvalid",
    message: `Invalid value: ${shown(value)}: ${why}`,
  }),
  required: (field: string, why = ""): FieldError => ({
    field,
    reason: "FieldValueRequired",
    message: why ? `Required value: ${why}` : "Required value",
  }),
  unsupported: (field: string, value: unknown, supported: readonly unknown[]): FieldError => ({
    field,
    reason: "FieldValueNotSupported",
    message: `Unsupported value: ${shown(value)}: supported values: ${supported.map(shown).join(", ")}`,
  }),
  forbidden: (field: string, why: string): FieldError => ({
    field,
    reason: "FieldValueForbidden",
    message: `Forbidden: ${why}`,
  }),
};

/** 422 naming every field, in the real server's words. */
export function invalid(
  kind: Pick<Kind, "group" | "kind">,
  name: string,
  errors: readonly FieldError[],
): StatusError {
  const sentences = errors.map((error) => `${error.field}: ${error.message}`);
  const list = sentences.length === 1 ? sentences[0] : `[${sentences.join(", ")}]`;
  const title = kind.group === "" ? kind.kind : `${kind.kind}.${kind.group}`;
  return new StatusError(422, "Invalid", `${title} "${name}" is invalid: ${list}`, {
    name,
    ...(kind.group === "" ? {} : { group: kind.group }),
    kind: kind.kind,
    causes: errors.map(({ reason, message, field }) => ({ reason, message, field })),
  });
}
