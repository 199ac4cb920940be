import { createTRPCClient, httpLink } from "@trpc/client";
import superjson from "superjson";
import type { AppRouter } from "#server/api/root.ts";

export const ADMIN = { name: "Ada Mertens", email: "ada@example.org", password: "paper-ink-and-lapis" };

/** The product's own API, signed in: as its pages call it, without a page. */
export async function signedIn(origin: string, person: { email: string; password: string } = ADMIN) {
  const answer = await fetch(`${origin}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify({ email: person.email, password: person.password }),
  });
  if (!answer.ok) throw new Error(`Signing in failed: ${answer.status} ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  return apiOf(origin, cookie);
}

/** Claims a fresh product and signs in. */
export async function claimed(origin: string) {
  await apiOf(origin).session.claim.mutate(ADMIN);
  return signedIn(origin);
}

export const apiOf = (origin: string, cookie = "") =>
  createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: `${origin}/api/trpc`,
        transformer: superjson,
        headers: { cookie, origin },
        fetch: (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(60_000) }),
      }),
    ],
  });
export type Api = ReturnType<typeof apiOf>;
