import { isObject } from "../object.ts";
import type { Core } from "../write/core.ts";
import { readObject } from "./body.ts";
import { send, type Exchange } from "./exchange.ts";

const REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
/** A namespace's limits; `kubectl describe` asks for them. There are none, and none can be made. */
const LIMITS = /^\/api\/v1\/(?:namespaces\/[^/]+\/)?(?:(resourcequotas)|limitranges)$/;

/** Answers what needs no stored object. False if the path is none of these. */
export async function answerSpecial(core: Core, exchange: Exchange, path: string): Promise<boolean> {
  const { method } = exchange.request;
  if (path === REVIEWS && method === "POST") {
    const review = await readObject(exchange);
    // one token, and it may do everything
    const status = { allowed: true, reason: "the sandbox's token may do everything" };
    send(exchange, 201, { ...(isObject(review) ? review : {}), status });
    return true;
  }
  const limits = LIMITS.exec(path);
  if (!limits || method !== "GET" || exchange.query.watch) return false;
  const kind = limits[1] ? "ResourceQuotaList" : "LimitRangeList";
  const metadata = { resourceVersion: String(core.store.revision()) };
  send(exchange, 200, { kind, apiVersion: "v1", metadata, items: [] });
  return true;
}
