import { TRPCError } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import type { Config } from "#server/config.ts";
import { AUTH_PATHS, CLIENT_ADDRESS_HEADER } from "#server/domain/person/doors.ts";
import { currentApp } from "#server/registry.ts";
import { createContext, originOf } from "./context.ts";
import { healthOf, isPart, isWell } from "./health.ts";
import { appRouter } from "./root.ts";

// the largest input is a CSV of 5 MB, in which every line end is escaped
const MOST_BYTES = 8_000_000;

/** @returns the answer to one tRPC call, batch or subscription; what is refused at the door is no 500 either */
export async function trpcHandler(request: Request): Promise<Response> {
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: async () => {
      admit(request, (await currentApp()).config);
      return createContext(request.headers);
    },
    onError: ({ error, path }) => {
      if (error.code !== "INTERNAL_SERVER_ERROR") return;
      void currentApp().then((app) => app.log.error({ err: error.cause ?? error, path }, "a call failed"));
    },
  });
}

/** Before a byte of the body is read. @throws TRPCError */
function admit(request: Request, config: Pick<Config, "publicUrl">): void {
  if (request.method === "GET") return;
  if (isForeign(request, config)) throw new TRPCError({ code: "FORBIDDEN", message: FOREIGN });
  const length = Number(request.headers.get("content-length") ?? Number.NaN);
  if (Number.isNaN(length)) {
    throw new TRPCError({ code: "BAD_REQUEST", message: "The request does not say how long it is." });
  }
  if (length > MOST_BYTES) {
    throw new TRPCError({
      code: "PAYLOAD_TOO_LARGE",
      message: "That is more than 8 MB. A CSV has at most 5 MB, a kubeconfig far less.",
    });
  }
}

const FOREIGN = "This call came from a page of another site. It was refused.";

/** Sign-in and sign-out, by the auth library; its other paths do not exist here. */
export async function authHandler(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname.replace(/^\/api\/auth/, "");
  if (!AUTH_PATHS.includes(path)) return refusal(404, "There is nothing at this address.");
  const app = await currentApp();
  if (isForeign(request, app.config)) return refusal(403, FOREIGN);
  const headers = new Headers(request.headers);
  headers.set(CLIENT_ADDRESS_HEADER, originOf(request.headers, app.config).client);
  try {
    return await app.auth.handler(new Request(request, { headers }));
  } catch (error) {
    app.log.error({ err: error, path }, "the auth library failed");
    return refusal(503, "The database does not answer. Try again in a moment.");
  }
}

/** 200 when console, worker and database all run, or the part that `?only=` names; 503 with the same keys before. */
export async function healthHandler(request: Request): Promise<Response> {
  const only = new URL(request.url).searchParams.get("only");
  const health = await healthOf(currentApp);
  if (only !== null && !isPart(health, only)) {
    return refusal(400, `There is no part "${only}": ask for one of ${Object.keys(health).join(", ")}.`);
  }
  const ok = isWell(health, only ?? undefined);
  return Response.json(health, { status: ok ? 200 : 503, headers: { "cache-control": "no-store" } });
}

/** A browser names the page a call came from; it must be one of ours. Clients that are no browsers name none. */
function isForeign(request: Request, { publicUrl }: Pick<Config, "publicUrl">): boolean {
  const origin = request.headers.get("origin");
  if (!origin || origin === publicUrl) return false;
  const host = request.headers.get("x-forwarded-host") ?? request.headers.get("host");
  return !URL.canParse(origin) || new URL(origin).host !== host;
}

const refusal = (status: number, message: string): Response => Response.json({ message }, { status });
