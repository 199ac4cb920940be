import { z } from "zod";
import { apiVersionOf, type Kind } from "../kind/kind.ts";
import type { Stored } from "../object.ts";
import { badRequest } from "../status.ts";
import type { Core, WriteOptions } from "../write/core.ts";
import { deleteObject, type DeleteOptions, type Propagation } from "../write/delete.ts";
import { readBody, send, writeOptions, type Exchange } from "./exchange.ts";
import { present, selectorOf, sendObject } from "./read.ts";
import { named, type Target } from "./target.ts";

const DeleteBody = z.object({
  propagationPolicy: z.enum(["Background", "Foreground", "Orphan"]).optional(),
  orphanDependents: z.boolean().optional(),
  preconditions: z.object({ uid: z.string().optional(), resourceVersion: z.string().optional() }).optional(),
  dryRun: z.array(z.string()).optional(),
});

const JOBS_ORPHAN =
  "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning";

function propagationOf(
  { query, warnings }: Exchange,
  kind: Kind,
  { propagationPolicy, orphanDependents }: z.infer<typeof DeleteBody>,
): Propagation | undefined {
  const asked = propagationPolicy ?? query.propagationPolicy;
  if (asked) return asked;
  if (orphanDependents !== undefined) return orphanDependents ? "Orphan" : "Background";
  if (kind.storage !== "jobs.batch") return undefined;
  warnings.push(JOBS_ORPHAN); // as batch/v1 has it, for old clients' sake
  return "Orphan";
}

/** How a DELETE wants it done: the body first, then the query, then the kind's default. */
async function deletion(
  exchange: Exchange,
  kind: Kind,
): Promise<{ how: DeleteOptions; options: WriteOptions }> {
  const text = await readBody(exchange.request);
  const parsed = DeleteBody.safeParse(text.trim() === "" ? {} : JSON.parse(text));
  if (!parsed.success) throw badRequest("the body is not DeleteOptions");
  const { preconditions, dryRun = [] } = parsed.data;
  const options = writeOptions(exchange);
  return {
    how: { propagation: propagationOf(exchange, kind, parsed.data), ...preconditions },
    options: { ...options, dryRun: options.dryRun || dryRun.includes("All") },
  };
}

export async function removeObject(core: Core, exchange: Exchange, target: Target): Promise<void> {
  const { kind, namespace, name } = named(target);
  const { how, options } = await deletion(exchange, kind);
  const { object, gone } = await deleteObject(core, kind, namespace, name, how, options);
  if (!gone || kind.storage === "pods") return sendObject(core, exchange, kind, object);
  const details = {
    name,
    ...(kind.group ? { group: kind.group } : {}),
    kind: kind.plural,
    uid: object.metadata.uid ?? "",
  };
  send(exchange, 200, { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", details });
}

export async function removeCollection(
  core: Core,
  exchange: Exchange,
  { kind, namespace }: Target,
): Promise<void> {
  const { how, options } = await deletion(exchange, kind);
  const selects = selectorOf(kind, exchange.query);
  const items: Stored[] = [];
  for (const object of core.store.list(kind.storage, namespace)) {
    if (selects && !selects(object)) continue;
    const { metadata } = object;
    await deleteObject(core, kind, metadata.namespace, metadata.name, how, options);
    items.push(present(kind, object));
  }
  const metadata = { resourceVersion: String(core.store.revision()) };
  send(exchange, 200, { kind: `${kind.kind}List`, apiVersion: apiVersionOf(kind), metadata, items });
}
