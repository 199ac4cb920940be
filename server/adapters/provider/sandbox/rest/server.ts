import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { badRequest, notAllowed, noSuchPath, StatusError, type StatusBody } from "../status.ts";
import type { Core } from "../write/core.ts";
import { patchObject, postObject, putObject } from "./change.ts";
import { discover, OPENAPI_V2, openApiProtobuf } from "./discovery.ts";
import { beginExchange, send, type Exchange } from "./exchange.ts";
import { removeCollection, removeObject } from "./remove.ts";
import { getObject, listObjects, type Pagings } from "./read.ts";
import { answerSpecial } from "./special.ts";
import { resolve } from "./target.ts";
import { watchObjects } from "./watch.ts";

const HEALTH = new Set(["/healthz", "/readyz", "/livez"]);
const OPEN_TO_ALL = new Set([...HEALTH, "/version"]);

const digest = (text: string) => createHash("sha256").update(text).digest();

function sendStatus(response: ServerResponse, body: StatusBody): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(body.code ?? 500, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

const OPENAPI_ASKED = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
const OPENAPI_NAMED = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"; // as Go can parse it

function sendOpenApi(request: IncomingMessage, response: ServerResponse): void {
  const protobuf = request.headers.accept?.includes(OPENAPI_ASKED) ?? false;
  response.writeHead(200, { "content-type": protobuf ? OPENAPI_NAMED : "application/json" });
  response.end(protobuf ? openApiProtobuf() : JSON.stringify(OPENAPI_V2));
}

/** The REST door: authenticates, finds the resource, answers; whatever goes wrong becomes a Status. */
export function createRequestListener(options: {
  core: Core;
  token: string;
  stop: AbortSignal;
  onError: (error: unknown) => void;
}): RequestListener {
  const { core, token, stop, onError } = options;
  const expected = digest(`Bearer ${token}`);
  const pagings: Pagings = new Map();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    const known = timingSafeEqual(digest(request.headers.authorization ?? ""), expected);
    if (!known && !OPEN_TO_ALL.has(path)) throw new StatusError(401, "Unauthorized", "Unauthorized");
    if (HEALTH.has(path)) return void response.writeHead(200, { "content-type": "text/plain" }).end("ok");
    if (path === "/openapi/v2") return sendOpenApi(request, response);
    const exchange = beginExchange(request, response);
    const found = discover(core.registry, path.replace(/(.)\/$/, "$1"));
    if (found) return send(exchange, 200, found);
    if (!(await answerSpecial(core, exchange, path))) await serveResource(exchange, path);
  }

  async function serveResource(exchange: Exchange, path: string): Promise<void> {
    const target = resolve(core.registry, path);
    const { method } = exchange.request;
    const one = target.name !== undefined;
    switch (method ?? "") {
      case "GET":
        if (exchange.query.watch) return watchObjects(core, exchange, target, stop);
        return one ? getObject(core, exchange, target) : listObjects(core, pagings, exchange, target);
      case "POST":
        if (one) throw notAllowed();
        return postObject(core, exchange, target);
      case "PUT":
        return putObject(core, exchange, target);
      case "PATCH":
        return patchObject(core, exchange, target);
      case "DELETE":
        return one ? removeObject(core, exchange, target) : removeCollection(core, exchange, target);
      default:
        throw notAllowed();
    }
  }

  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      const known = error instanceof StatusError ? error : asStatus(error);
      if (known.status === 500 && !(error instanceof StatusError)) onError(error);
      sendStatus(response, known.body);
    });
  };
}

function asStatus(error: unknown): StatusError {
  if (error instanceof URIError) return badRequest("the path is not well-formed");
  if (error instanceof SyntaxError) return badRequest(`the body cannot be read: ${error.message}`);
  return new StatusError(
    500,
    "InternalError",
    `Internal error occurred: ${error instanceof Error ? error.message : noSuchPath().message}`,
  );
}
