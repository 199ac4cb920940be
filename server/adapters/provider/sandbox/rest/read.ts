import { randomUUID } from "node:crypto";
import { apiVersionOf, type Kind } from "../kind/kind.ts";
import type { Stored } from "../object.ts";
import { fieldSelector, labelSelector, type Predicate } from "../selector.ts";
import { badRequest, expired, notFound, StatusError } from "../status.ts";
import type { Core } from "../write/core.ts";
import { send, sendText, type Exchange, type Query } from "./exchange.ts";
import { partial, tableOf } from "./table.ts";
import { named, type Target } from "./target.ts";

/** An object as this version of its kind shows it. */
export function present(kind: Kind, object: Stored): Stored {
  const apiVersion = apiVersionOf(kind);
  return object.apiVersion === apiVersion ? object : { ...object, apiVersion };
}

export function selectorOf(
  kind: Kind,
  { labelSelector: labels, fieldSelector: fields }: Query,
): Predicate | undefined {
  const byLabel = labelSelector(labels);
  const byField = fieldSelector(fields, kind.selectable);
  if (!byLabel || !byField) return byLabel ?? byField;
  return (object) => byLabel(object) && byField(object);
}

export function sendObject(core: Core, exchange: Exchange, kind: Kind, object: Stored, code = 200): void {
  const { wanted, query } = exchange;
  const shown = present(kind, object);
  const metadata = { resourceVersion: object.metadata.resourceVersion ?? "" };
  if (wanted.as === "Table")
    send(exchange, code, tableOf(kind, [shown], metadata, query.includeObject, core.clock.now()));
  else send(exchange, code, wanted.as === "object" ? shown : partial(shown));
}

/** @throws StatusError 404 */
export function getObject(core: Core, exchange: Exchange, target: Target): void {
  const { kind, namespace, name } = named(target);
  needFresh(core, exchange.query);
  const object = core.store.get(kind.storage, namespace, name);
  if (!object) throw notFound(kind, name);
  sendObject(core, exchange, kind, object);
}

function needFresh(core: Core, { resourceVersion }: Query): void {
  if (!resourceVersion) return;
  if (!/^\d+$/.test(resourceVersion))
    throw badRequest(
      `invalid resource version: resourceVersion: Invalid value: "${resourceVersion}": must be a number`,
    );
  if (Number(resourceVersion) <= core.store.revision()) return;
  throw new StatusError(
    504,
    "Timeout",
    `Too large resource version: ${resourceVersion}, current: ${core.store.revision()}`,
    { causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }] },
  );
}

interface Page {
  revision: number;
  rest: readonly Stored[];
}
const MOST_OPEN_PAGINGS = 64;

/** What is left of paged lists. A page later sees the list as it was at the first one; forgotten after many other pagings. */
export type Pagings = Map<string, Page>;

function takePage(core: Core, pagings: Pagings, { kind, namespace }: Target, query: Query): Page {
  if (query.continue) {
    const page = pagings.get(query.continue);
    if (page) return page;
    if (!/^[0-9a-f-]{36}$/.test(query.continue))
      throw badRequest("continue key is not valid: it is none of ours");
    throw expired(
      "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.",
    );
  }
  needFresh(core, query);
  const revision = core.store.revision();
  if (query.resourceVersionMatch === "Exact" && Number(query.resourceVersion) !== revision)
    throw expired(`The resourceVersion for the provided list is too old.`);
  const all = core.store.list(kind.storage, namespace);
  const selects = selectorOf(kind, query);
  return { revision, rest: selects ? all.filter(selects) : all };
}

const itemTexts = new WeakMap<Stored, string>();

/** Items of built-in lists come without apiVersion and kind, as from the real server. */
function itemText(kind: Kind, object: Stored): string {
  if (kind.custom) return JSON.stringify(present(kind, object));
  let text = itemTexts.get(object);
  if (text === undefined) {
    const { apiVersion: _a, kind: _k, ...rest } = object;
    text = JSON.stringify(rest);
    itemTexts.set(object, text);
  }
  return text;
}

/** @throws StatusError 400, 410 or 504 */
export function listObjects(core: Core, pagings: Pagings, exchange: Exchange, target: Target): void {
  const { kind } = target;
  const { query, wanted } = exchange;
  const { revision, rest } = takePage(core, pagings, target, query);
  const limit = query.limit ?? 0;
  const items = limit > 0 ? rest.slice(0, limit) : rest;
  const left = rest.length - items.length;
  const metadata: Record<string, unknown> = { resourceVersion: String(revision) };
  if (left > 0) {
    const token = randomUUID();
    pagings.set(token, { revision, rest: rest.slice(items.length) });
    const oldest = pagings.size > MOST_OPEN_PAGINGS ? pagings.keys().next().value : undefined;
    if (oldest !== undefined) pagings.delete(oldest);
    metadata["continue"] = token;
    if (!query.labelSelector && !query.fieldSelector) metadata["remainingItemCount"] = left;
  }
  const shown = () => items.map((object) => present(kind, object));
  if (wanted.as === "Table")
    return send(exchange, 200, tableOf(kind, shown(), metadata, query.includeObject, core.clock.now()));
  if (wanted.as === "PartialObjectMetadata")
    return send(exchange, 200, {
      kind: "PartialObjectMetadataList",
      apiVersion: "meta.k8s.io/v1",
      metadata,
      items: shown().map(partial),
    });
  const head = { kind: `${kind.kind}List`, apiVersion: apiVersionOf(kind), metadata };
  if (wanted.yaml) return send(exchange, 200, { ...head, items: shown() });
  const body = `${JSON.stringify(head).slice(0, -1)},"items":[${items.map((object) => itemText(kind, object)).join(",")}]}`;
  sendText(exchange, 200, "application/json", body);
}
