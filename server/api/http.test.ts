import { beforeAll, describe, expect, test } from "vitest";
import type { App } from "#server/context.ts";
import { registerApp } from "#server/registry.ts";
import { authHandler, trpcHandler } from "./http.ts";

const SELF = { host: "localhost:3000", origin: "http://localhost:3000", "content-type": "application/json" };
const asked: string[] = [];

async function handler(request: Request): Promise<Response> {
  asked.push(request.headers.get("x-karbon-client") ?? "");
  return Response.json({});
}

beforeAll(() => {
  registerApp(async () => {
    return {
      config: { host: "127.0.0.1", publicUrl: undefined },
      auth: { handler, session: async () => null },
      log: { error: () => undefined },
    } as unknown as App;
  });
});

const post = (path: string, headers: Record<string, string>) =>
  new Request(`http://localhost:3000${path}`, {
    method: "POST",
    headers: { ...SELF, ...headers },
    body: "{}",
  });

describe("a call", () => {
  test.each<[string, Record<string, string>, number, RegExp]>([
    ["without a session", { "content-length": "2" }, 401, /^Sign in first/],
    [
      "from another site's page",
      { "content-length": "2", origin: "https://evil.example" },
      403,
      /page of another site/,
    ],
    [
      "from a page without an origin of its own",
      { "content-length": "2", origin: "null" },
      403,
      /page of another site/,
    ],
    ["of 9 MB", { "content-length": "9000000" }, 413, /more than 8 MB/],
    ["of unknown length", {}, 400, /how long it is/],
  ])("%s is refused with a sentence", async (_, headers, status, sentence) => {
    const response = await trpcHandler(post("/api/trpc/people.create", headers));
    const body = (await response.json()) as { error: { json: { message: string } } };
    expect(body.error.json.message).toMatch(sentence);
    expect(response.status).toBe(status);
  });
});

describe("the auth library", () => {
  test.each([
    ["/api/auth/sign-in/email", 200],
    ["/api/auth/sign-out", 200],
    ["/api/auth/sign-up/email", 404],
    ["/api/auth/update-user", 404],
    ["/api/auth/change-email", 404],
    ["/api/auth/../auth/delete-user", 404],
  ])("%s answers %i", async (path, status) => {
    expect((await authHandler(post(path, {}))).status).toBe(status);
  });

  test("hears the socket's address, not the one a client claims", async () => {
    await authHandler(
      post("/api/auth/sign-in/email", { "x-karbon-client": "203.0.113.9", "x-karbon-peer": "192.0.2.7" }),
    );
    expect(asked.at(-1)).toBe("192.0.2.7");
  });

  test("is shut to other sites' pages", async () => {
    expect(
      (await authHandler(post("/api/auth/sign-in/email", { origin: "https://evil.example" }))).status,
    ).toBe(403);
  });
});
