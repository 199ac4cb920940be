import { randomUUID } from "node:crypto";
import { z } from "zod";
import { clone, type Stored } from "../object.ts";
import { jsonPatch, type Operation } from "../patch/json-patch.ts";
import { badRequest, StatusError } from "../status.ts";
import type { Store } from "../store/store.ts";
import type { Admission, Core, WriteOptions } from "../write/core.ts";
import { callWebhook } from "./call.ts";
import { concerns, webhooksOf, type Webhook } from "./match.ts";

const CONFIGURATIONS = "mutatingwebhookconfigurations.admissionregistration.k8s.io";

const Answer = z.object({
  response: z.object({
    uid: z.string(),
    allowed: z.boolean(),
    status: z
      .object({ message: z.string().optional(), reason: z.string().optional(), code: z.number().optional() })
      .optional(),
    patchType: z.string().optional(),
    patch: z.string().optional(),
    warnings: z.array(z.string()).optional(),
  }),
});

const present = (object: Stored, { kind }: Admission): Stored => ({
  ...object,
  apiVersion: kind.group === "" ? kind.version : `${kind.group}/${kind.version}`,
  kind: kind.kind,
});

function reviewOf(request: Admission, uid: string, options: WriteOptions): object {
  const { kind, operation, namespace, name, subresource, object, oldObject } = request;
  const { group, version } = kind;
  const resource = { group, version, resource: kind.plural };
  const named = { group, version, kind: kind.kind };
  return {
    kind: "AdmissionReview",
    apiVersion: "admission.k8s.io/v1",
    request: {
      uid,
      kind: named,
      resource,
      requestKind: named,
      requestResource: resource,
      ...(subresource ? { subResource: subresource, requestSubResource: subresource } : {}),
      name,
      ...(namespace ? { namespace } : {}),
      operation,
      userInfo: {
        username: options.internal ? `system:${options.manager}` : "admin",
        groups: ["system:masters", "system:authenticated"],
      },
      object: operation === "DELETE" ? null : present(object, request),
      oldObject: oldObject ? present(oldObject, request) : null,
      dryRun: options.dryRun,
      options: {
        kind: `${operation[0] ?? ""}${operation.slice(1).toLowerCase()}Options`,
        apiVersion: "meta.k8s.io/v1",
        ...(options.dryRun ? { dryRun: ["All"] } : {}),
      },
    },
  };
}

function denied(webhook: Webhook, status: z.infer<typeof Answer>["response"]["status"]): StatusError {
  const why = status?.message
    ? `: ${status.message}`
    : status?.reason
      ? `: ${status.reason}`
      : " without explanation";
  const code = Math.max(status?.code ?? 0, 400);
  return new StatusError(
    code,
    status?.reason ?? (code === 400 ? "BadRequest" : "Forbidden"),
    `admission webhook "${webhook.name}" denied the request${why}`,
  );
}

/** One webhook's say. @throws StatusError when it denies; Error when it cannot be asked */
async function ask(webhook: Webhook, request: Admission, options: WriteOptions): Promise<Stored | undefined> {
  const uid = randomUUID();
  const parsed = Answer.safeParse(await callWebhook(webhook, reviewOf(request, uid, options)));
  if (!parsed.success) throw new Error("the answer is not an AdmissionReview");
  const { response } = parsed.data;
  if (response.uid !== uid) throw new Error(`expected response.uid="${uid}", got "${response.uid}"`);
  for (const warning of response.warnings ?? []) options.warn(warning);
  if (!response.allowed) throw denied(webhook, response.status);
  if (!response.patch) return undefined;
  if (response.patchType !== "JSONPatch") throw new Error("the answer's patchType is not JSONPatch");
  const operations = JSON.parse(Buffer.from(response.patch, "base64").toString()) as Operation[];
  return operations.length > 0 ? jsonPatch(request.object, operations) : undefined;
}

function failed(webhook: Webhook, error: unknown): StatusError {
  const why = error instanceof Error ? error.message : String(error);
  return new StatusError(
    500,
    "InternalError",
    `Internal error occurred: failed calling webhook "${webhook.name}": failed to call webhook: ${why}`,
  );
}

async function askIfConcerned(
  webhook: Webhook,
  request: Admission,
  namespace: Stored | undefined,
  options: WriteOptions,
): Promise<Stored | undefined> {
  if (!concerns(webhook, request, namespace)) return undefined;
  if (options.dryRun && webhook.sideEffects !== "None" && webhook.sideEffects !== "NoneOnDryRun")
    throw badRequest(`admission webhook "${webhook.name}" does not support dry run`);
  try {
    return await ask(webhook, request, options);
  } catch (error) {
    if (error instanceof StatusError) throw error;
    if (webhook.failurePolicy !== "Ignore") throw failed(webhook, error);
    return undefined;
  }
}

/** The mutating webhooks of the store, in order of their configurations' names. */
export function createAdmission(store: Store): Core["admit"] {
  return async (request, options) => {
    const configurations = store.list(CONFIGURATIONS);
    if (configurations.length === 0 || request.kind.group === "admissionregistration.k8s.io")
      return undefined;
    const namespace = request.namespace ? store.get("namespaces", undefined, request.namespace) : undefined;
    let changed: Stored | undefined;
    for (const webhook of configurations.flatMap(webhooksOf)) {
      const current = { ...request, object: changed ?? clone(request.object) };
      const next = await askIfConcerned(webhook, current, namespace, options);
      if (request.operation !== "DELETE") changed = next ?? changed;
    }
    return changed;
  };
}
