import type { IncomingMessage, ServerResponse } from "node:http";
import { stringify } from "yaml";
import { z } from "zod";
import { badRequest, StatusError } from "../status.ts";
import type { WriteOptions } from "../write/core.ts";
import { negotiate, type Wanted } from "./negotiate.ts";

/** One request with its answer under way. */
export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  query: Query;
  wanted: Wanted;
  warnings: string[];
}

/** As Go reads it: everything but false and 0 is true. */
const flag = z.string().transform((text) => !["false", "0"].includes(text.toLowerCase()));
const Query = z.object({
  labelSelector: z.string().optional(),
  fieldSelector: z.string().optional(),
  limit: z.coerce.number().int().nonnegative().optional(),
  continue: z.string().optional(),
  resourceVersion: z.string().optional(),
  resourceVersionMatch: z.string().optional(),
  timeoutSeconds: z.coerce.number().int().nonnegative().optional(),
  watch: flag.optional(),
  allowWatchBookmarks: flag.optional(),
  sendInitialEvents: flag.optional(),
  includeObject: z.enum(["None", "Metadata", "Object"]).default("Metadata"),
  dryRun: z.literal("All", { error: "supported values: All" }).optional(),
  fieldManager: z.string().max(128).optional(),
  fieldValidation: z.enum(["Strict", "Warn", "Ignore"]).default("Warn"),
  force: flag.optional(),
  propagationPolicy: z.enum(["Background", "Foreground", "Orphan"]).optional(),
});
export type Query = z.infer<typeof Query>;

/** @throws StatusError 400 or 406 */
export function beginExchange(request: IncomingMessage, response: ServerResponse): Exchange {
  const url = new URL(request.url ?? "/", "https://sandbox");
  const parsed = Query.safeParse(Object.fromEntries(url.searchParams));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw badRequest(`invalid query parameter ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`);
  }
  return {
    request,
    response,
    url,
    query: parsed.data,
    wanted: negotiate(request.headers.accept),
    warnings: [],
  };
}

export function writeOptions({ query, request, warnings }: Exchange): WriteOptions {
  const agent = request.headers["user-agent"] ?? "";
  return {
    manager: query.fieldManager ?? (agent.split("/")[0]?.slice(0, 128) || "unknown"),
    dryRun: query.dryRun === "All",
    fieldValidation: query.fieldValidation,
    warn: (message) => void warnings.push(message),
    internal: false,
  };
}

const LARGEST_BODY_BYTES = 3 * 1024 * 1024;
const tooLarge = () =>
  new StatusError(413, "RequestEntityTooLarge", `Request entity too large: limit is ${LARGEST_BODY_BYTES}`);

/** @throws StatusError 413 */
export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  if (Number(request.headers["content-length"] ?? 0) > LARGEST_BODY_BYTES) throw tooLarge();
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** @throws StatusError 413 */
export const readBody = async (request: IncomingMessage): Promise<string> =>
  (await readBytes(request)).toString();

const headerText = (text: string) => text.replaceAll(/[^\x20-\x7e]/g, "?").replaceAll(/["\\]/g, "\\$&");

export function sendText(
  { response, warnings }: Exchange,
  code: number,
  type: string,
  body: string | Buffer,
): void {
  if (warnings.length > 0)
    response.setHeader(
      "warning",
      warnings.map((text) => `299 - "${headerText(text)}"`),
    );
  response.writeHead(code, {
    "content-type": type,
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-cache, private",
  });
  response.end(body);
}

export function send(exchange: Exchange, code: number, body: object): void {
  if (exchange.wanted.yaml) sendText(exchange, code, "application/yaml", stringify(body));
  else sendText(exchange, code, "application/json", JSON.stringify(body));
}
