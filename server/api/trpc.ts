import { initTRPC, TRPCError } from "@trpc/server";
import superjson from "superjson";
import { withActor, type App } from "#server/context.ts";
import type { Role } from "#server/domain/actor.ts";
import { DomainError } from "#server/domain/errors.ts";
import { fieldErrors, sentenceFor } from "./sentences.ts";

/** The person behind a session. */
export interface Person {
  id: string;
  name: string;
  email: string;
  role: Role;
  sessionToken: string;
}

/** Where a request came from, as the server saw it: nothing in it can be forged by a header. */
export interface Origin {
  /** The address of the other end, or what the proxy said when one is configured. */
  client: string;
  /** Bound to loopback, asked from loopback by a loopback name, through no proxy. */
  local: boolean;
}

export interface Context {
  app: App;
  person: Person | null;
  origin: Origin;
}

const t = initTRPC.context<Context>().create({
  transformer: superjson,
  sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 45_000 } },
  errorFormatter: ({ shape, error }) => ({
    ...shape,
    message: sentenceFor(error),
    data: { ...shape.data, stack: undefined, fields: fieldErrors(error) },
  }),
});

export const router = t.router;
export const createCaller = t.createCallerFactory;

/** Open to anyone. The one place where a domain error becomes a transport error; anything unknown stays a 500. */
export const openProcedure = t.procedure.use(async ({ next }) => {
  const result = await next();
  if (result.ok || !(result.error.cause instanceof DomainError)) return result;
  const { code, message } = result.error.cause;
  throw new TRPCError({ code, message, cause: result.error.cause });
});

/** Needs a session; `ctx.app.actor` is who asks. What they may do is the service's to say. */
export const procedure = openProcedure.use(({ ctx, next }) => {
  const { person } = ctx;
  if (!person)
    throw new TRPCError({ code: "UNAUTHORIZED", message: "Sign in first. The session has ended." });
  const { id, name, role } = person;
  return next({ ctx: { ...ctx, person, app: withActor(ctx.app, { kind: "user", id, name, role }) } });
});
