import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { afterEach, expect, test, vi } from "vitest";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { createKubeClient } from "./client.ts";

type Answer = (response: ServerResponse, query: URLSearchParams) => void;
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const thing = (name: string, resourceVersion: number): KubeObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, resourceVersion: String(resourceVersion) },
});
const event = (type: string, object: unknown) => `${JSON.stringify({ type, object })}\n`;
const listOf =
  (items: KubeObject[], resourceVersion: number): Answer =>
  (response) =>
    void response.end(JSON.stringify({ metadata: { resourceVersion: String(resourceVersion) }, items }));
const status =
  (code: number): Answer =>
  (response) =>
    void response.writeHead(code).end(JSON.stringify({ kind: "Status", code, message: `status ${code}` }));
const hang: Answer = (response) => response.writeHead(200).flushHeaders();
const lines =
  (...text: string[]): Answer =>
  (response) =>
    void response.writeHead(200).end(text.join(""));

/** Answers lists and watches from two scripts; the last watch hangs open. */
async function follow({ lists, watches }: { lists: Answer[]; watches: Answer[] }) {
  const asked: string[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    const { searchParams } = new URL(request.url ?? "/", "http://x");
    const watching = searchParams.get("watch") === "true";
    asked.push(watching ? `watch ${searchParams.get("resourceVersion")}` : "list");
    ((watching ? watches : lists).shift() ?? (watching ? hang : status(500)))(response, searchParams);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const kube = createKubeClient(kubeconfigFor(`http://127.0.0.1:${port}`));
  const abort = new AbortController();
  const seen: string[] = [];
  const errors: string[] = [];
  const story: string[] = [];
  const done = kube.listWatch<KubeObject>("/api/v1/configmaps", {
    signal: abort.signal,
    onList: (items) => seen.push(`list ${items.map((item) => item.metadata.name).join(",")}`),
    onEvent: (type, object) => seen.push(`${type} ${object.metadata.name}`),
    onOpen: () => story.push("open"),
    onError: (error) => {
      story.push("broken");
      errors.push(error instanceof Error ? error.message : "?");
    },
    timing: { idleMs: 80, baseDelayMs: 2, maxDelayMs: 10 },
  });
  stops.push(async () => {
    abort.abort();
    await done;
    await kube.close();
    server.closeAllConnections();
    server.close();
  });
  return { seen, errors, story, asked, abort, done };
}

const kubeconfigFor = (server: string) =>
  JSON.stringify({
    "current-context": "x",
    clusters: [{ name: "c", cluster: { server } }],
    users: [{ name: "u", user: { token: "t" } }],
    contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
  });

const one = listOf([thing("a", 1)], 1);
const added = event("ADDED", thing("b", 2));
const after = event("MODIFIED", thing("b", 3));

test.each<[string, { lists: Answer[]; watches: Answer[] }, string[], string[]]>([
  [
    "a watch that the server ends goes on from the last event",
    { lists: [one], watches: [lines(added), lines(after)] },
    ["list a", "ADDED b", "MODIFIED b"],
    ["list", "watch 1", "watch 2"],
  ],
  [
    "a bookmark moves the place to go on from",
    {
      lists: [one],
      watches: [lines(event("BOOKMARK", { metadata: { resourceVersion: "9" } })), lines(after)],
    },
    ["list a", "MODIFIED b"],
    ["list", "watch 1", "watch 9"],
  ],
  [
    "a connection reset in the middle of a line loses nothing and doubles nothing",
    {
      lists: [one],
      watches: [
        (response) => {
          response.writeHead(200).write(added + after.slice(0, 20));
          setTimeout(() => response.socket?.resetAndDestroy(), 20);
        },
        lines(after),
      ],
    },
    ["list a", "ADDED b", "MODIFIED b"],
    ["list", "watch 1", "watch 2"],
  ],
  [
    "a truncated last chunk is dropped and comes again",
    { lists: [one], watches: [lines(added, after.slice(0, 30)), lines(after)] },
    ["list a", "ADDED b", "MODIFIED b"],
    ["list", "watch 1", "watch 2"],
  ],
  [
    "HTTP 500 on the watch is tried again from the same place",
    { lists: [one], watches: [status(500), status(500), lines(added)] },
    ["list a", "ADDED b"],
    ["list", "watch 1", "watch 1", "watch 1"],
  ],
  [
    "HTTP 500 on the list is tried again",
    { lists: [status(500), one], watches: [lines(added)] },
    ["list a", "ADDED b"],
    ["list", "list", "watch 1"],
  ],
  [
    "410 as an event lists afresh",
    {
      lists: [one, listOf([thing("c", 50)], 50)],
      watches: [lines(event("ERROR", { kind: "Status", code: 410 })), lines(event("ADDED", thing("d", 51)))],
    },
    ["list a", "list c", "ADDED d"],
    ["list", "watch 1", "list", "watch 50"],
  ],
  [
    "410 as a status lists afresh",
    {
      lists: [one, listOf([thing("c", 50)], 50)],
      watches: [status(410), lines(event("ADDED", thing("d", 51)))],
    },
    ["list a", "list c", "ADDED d"],
    ["list", "watch 1", "list", "watch 50"],
  ],
  [
    "a stalled watch is given up and taken up again",
    { lists: [one], watches: [hang, lines(added)] },
    ["list a", "ADDED b"],
    ["list", "watch 1", "watch 1"],
  ],
])("%s", async (_, script, expectedSeen, expectedAsked) => {
  const { seen, asked } = await follow(script);

  await vi.waitFor(() => expect(seen).toEqual(expectedSeen), { timeout: 5_000 });
  expect(asked.slice(0, expectedAsked.length)).toEqual(expectedAsked);
});

const page =
  (name: string, next?: string): Answer =>
  (response, query) =>
    void response.end(
      JSON.stringify({
        metadata: { resourceVersion: "7", continue: next },
        items: [thing(`${name}-${query.get("limit")}-${query.get("continue")}`, 7)],
      }),
    );

test("a list comes in pages of 500 and is handed over whole", async () => {
  const { seen } = await follow({ lists: [page("a", "more"), page("b")], watches: [] });

  await vi.waitFor(() => expect(seen).toEqual(["list a-500-null,b-500-more"]));
});

test("it says that it is open once it is: after the list, and after each break", async () => {
  const { story } = await follow({ lists: [status(500), one], watches: [status(500), lines(added), hang] });

  await vi.waitFor(() => expect(story.slice(0, 4)).toEqual(["broken", "broken", "open", "open"]));
});

test("an abort ends it, and says nothing of an error", async () => {
  const { abort, done, errors, asked } = await follow({ lists: [one], watches: [] });
  await vi.waitFor(() => expect(asked).toContain("watch 1"));

  abort.abort();
  await done;

  expect(errors).toEqual([]);
});
