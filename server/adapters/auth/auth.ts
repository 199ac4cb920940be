import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { z } from "zod";
import type { Db } from "#server/adapters/db/client.ts";
import { Role } from "#server/domain/actor.ts";
import { CLIENT_ADDRESS_HEADER } from "#server/domain/person/doors.ts";

export interface AuthOptions {
  db: Db;
  /** 32 bytes or more; signs session cookies. */
  secret: () => string;
  port: number;
  /** The origin people type when a proxy stands in front. */
  publicUrl: string | undefined;
}

export interface SignedIn {
  id: string;
  name: string;
  email: string;
  role: Role;
  sessionToken: string;
}

export interface Auth {
  /** Answers the few paths of ours that the browser calls; see AUTH_PATHS. */
  handler(request: Request): Promise<Response>;
  /** The person behind a session cookie. */
  session(headers: Headers): Promise<SignedIn | null>;
}

export const LOGIN_ATTEMPTS = { window: 60, max: 10 } as const;

const Session = z.object({
  user: z.object({ id: z.string(), name: z.string(), email: z.string(), role: Role }),
  session: z.object({ token: z.string() }),
});

/** E-mail and password, sessions in Postgres, attempts counted there too, so that replicas share the count. */
export function createAuth(options: AuthOptions): Auth {
  let made: ReturnType<typeof make> | undefined; // the worker never asks, and then needs no secret
  const auth = () => (made ??= make(options));
  return {
    handler: (request) => auth().handler(request),
    async session(headers) {
      const found = Session.safeParse(await auth().api.getSession({ headers }));
      if (!found.success) return null;
      const { user, session } = found.data;
      return { ...user, sessionToken: session.token };
    },
  };
}

function make({ db, secret, port, publicUrl }: AuthOptions) {
  return betterAuth({
    appName: "Karbonetes",
    baseURL: publicUrl ?? `http://localhost:${port}`,
    basePath: "/api/auth",
    secret: secret(),
    database: prismaAdapter(db, { provider: "postgresql" }),
    telemetry: { enabled: false },
    trustedOrigins: (request) => [...ownOrigins(request), ...(publicUrl ? [publicUrl] : [])],
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 12,
      maxPasswordLength: 128,
    },
    user: { additionalFields: { role: { type: "string", input: false, defaultValue: "viewer" } } },
    session: { expiresIn: 7 * 24 * 3_600, updateAge: 24 * 3_600 },
    rateLimit: {
      enabled: true,
      storage: "database",
      window: 60,
      max: 120,
      customRules: { "/sign-in/email": LOGIN_ATTEMPTS },
    },
    advanced: {
      cookiePrefix: "karbon",
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    },
    logger: { level: "error" },
  });
}

/** A page is trusted where it was served: under the very host that the request names. */
function ownOrigins(request: Request | undefined): string[] {
  const host = request?.headers.get("host");
  return host ? [`http://${host}`, `https://${host}`] : [];
}
