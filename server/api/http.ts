import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { AUTH_PATHS, CLIENT_ADDRESS_HEADER } from "#server/domain/person/doors.ts";
import { currentApp } from "#server/registry.ts";
import { createContext, originOf } from "./context.ts";
import { healthOf } from "./health.ts";
import { appRouter } from "./root.ts";

/** @returns the answer to one tRPC call, batch or subscription */
export async function trpcHandler(request: Request): Promise<Response> {
  if (isForeign(request)) return refusal(403, "This call came from a page of another site. It was refused.");
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: () => createContext(request.headers),
    onError: ({ error, path }) => {
      if (error.code !== "INTERNAL_SERVER_ERROR") return;
      void currentApp().then((app) => app.log.error({ err: error.cause ?? error, path }, "a call failed"));
    },
  });
}

/** Sign-in and sign-out, by the auth library; its other paths do not exist here. */
export async function authHandler(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname.replace(/^\/api\/auth/, "");
  if (!AUTH_PATHS.includes(path)) return refusal(404, "There is nothing at this address.");
  if (isForeign(request)) return refusal(403, "This call came from a page of another site. It was refused.");
  const app = await currentApp();
  const headers = new Headers(request.headers);
  headers.set(CLIENT_ADDRESS_HEADER, originOf(request.headers, app.config).client);
  try {
    return await app.auth.handler(new Request(request, { headers }));
  } catch (error) {
    app.log.error({ err: error, path }, "the auth library failed");
    return refusal(503, "The database does not answer. Try again in a moment.");
  }
}

/** 200 when console, worker and database all run; 503 with the same keys before. */
export async function healthHandler(): Promise<Response> {
  const health = await healthOf(currentApp);
  const ok = Object.values(health).every((word) => word === "ok");
  return Response.json(health, { status: ok ? 200 : 503, headers: { "cache-control": "no-store" } });
}

/** A browser names the page a call came from; it must be one of ours. Clients that are no browsers name none. */
function isForeign(request: Request): boolean {
  const origin = request.headers.get("origin");
  if (!origin || request.method === "GET") return false;
  return !URL.canParse(origin) || new URL(origin).host !== hostOf(request);
}

const hostOf = (request: Request): string | null =>
  request.headers.get("x-forwarded-host") ?? request.headers.get("host");

const refusal = (status: number, message: string): Response => Response.json({ message }, { status });
