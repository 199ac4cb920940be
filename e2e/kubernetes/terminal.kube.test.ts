import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { createKubeClient, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import type { Terminals } from "#server/adapters/terminal/terminals.ts";
import type { App } from "#server/context.ts";
import type { TerminalEvent, TerminalInput } from "#server/domain/resource/terminal.ts";
import { openTerminal, OpenTerminal } from "#server/services/resource/open-terminal.ts";
import { sendToTerminal } from "#server/services/resource/send-to-terminal.ts";
import { startExecKubelet } from "./resources/exec-kubelet.ts";
import { appFor, readerKubeconfig } from "./resources/world.ts";

const NAMESPACE = "terminal-kube";
const CORE = `/api/v1/namespaces/${NAMESPACE}`;
const NODE = "terminal-kube-node";
const WITHIN = { timeout: 30_000, interval: 200 };
const audited: string[] = [];
const shells = new Map<string, (input: TerminalInput) => void>();
/** Of one console; what two do with Postgres between them is tested there. */
const terminals: Terminals = {
  get open() {
    return shells.size;
  },
  add: ({ id }, onInput) => {
    shells.set(id, onInput);
    return { close: () => void shells.delete(id) };
  },
  send: (_, input) => Promise.resolve(shells.get(input.session)?.(input)),
  stop: () => Promise.resolve(),
};

let kube: KubeClient;
let app: App;
let limited: App;
let kubelet: { stop: () => Promise<void> };

beforeAll(async () => {
  const kubeconfig = inject("kubeconfig");
  kube = createKubeClient(kubeconfig);
  app = { ...appFor(kube, kubeconfig, audited), terminals };
  await kube.json("/api/v1/namespaces", { method: "POST", body: { metadata: { name: NAMESPACE } } });
  const own = await readerKubeconfig(kube, kubeconfig, NAMESPACE);
  limited = { ...appFor(createKubeClient(own), own, audited), terminals };
  kubelet = await startExecKubelet(kube, kubeconfig, NODE);
  const body = {
    metadata: { name: "box" },
    spec: { nodeName: NODE, containers: [{ name: "main", image: "busybox" }] },
  };
  // its ServiceAccount comes a moment after the namespace
  await vi.waitFor(() => kube.json(`${CORE}/pods`, { method: "POST", body }), WITHIN);
  await vi.waitFor(async () => {
    const { status } = await kube.json<{ status: { phase: string } }>(`${CORE}/pods/box`);
    expect(status.phase).toBe("Running");
  }, WITHIN);
});
afterAll(async () => {
  await kubelet.stop();
  await kube.json(`/api/v1/namespaces/${NAMESPACE}`, { method: "DELETE" });
  await kube.close();
});

const wish = (more: object = {}) =>
  OpenTerminal.parse({
    session: randomUUID(),
    cluster: "prod",
    namespace: NAMESPACE,
    pod: "box",
    container: "main",
    size: { columns: 91, rows: 17 },
    ...more,
  });
const base64 = (text: string) => Buffer.from(text).toString("base64");
const textIn = (events: readonly TerminalEvent[]) =>
  Buffer.concat(
    events.flatMap((event) => (event.kind === "output" ? [Buffer.from(event.base64, "base64")] : [])),
  ).toString("utf8");

/** Types each line once the one before has been answered by what is expected of it. */
async function talk(from: App, asked: OpenTerminal, lines: readonly [string | object, RegExp][] = []) {
  const events: TerminalEvent[] = [];
  const stop = new AbortController();
  let next = 0;
  const type = async () => {
    const line = lines[next]?.[0];
    const { session } = asked;
    if (typeof line === "string") await sendToTerminal(from, { session, base64: base64(line) });
    else if (line) await sendToTerminal(from, { session, ...line });
  };
  for await (const event of openTerminal(from, asked, stop.signal)) {
    events.push(event);
    if (event.kind === "open") await type();
    while (next < lines.length && lines[next]?.[1].test(textIn(events))) {
      next++;
      await type();
    }
    if (lines.length > 0 && next === lines.length && events.at(-1)?.kind !== "ended") stop.abort();
  }
  return events;
}

test("a shell by way of the API server: its size, what is typed, what it says, another size, its end", async () => {
  const events = await talk(app, wish(), [
    ["stty size\r", /17 91/],
    ["echo $((6*7)) Grün\r", /42 Grün/],
    [{ size: { columns: 120, rows: 40 } }, /./],
    ["until stty size | grep -q '^40'; do sleep 0.1; done; stty size\r", /40 120/],
  ]);
  expect(events[0]).toEqual({ kind: "open" });
  expect(shells.size).toBe(0);
  expect(audited).toEqual([`Pod ${NAMESPACE}/box on prod`]);
});

test("a program that ends says so, with its code where it failed", async () => {
  expect((await talk(app, wish({ command: "echo done" }))).at(-1)).toEqual({ kind: "ended", why: null });
  const failed = await talk(app, wish({ command: "sh -c 'exit 3'" }));
  expect(failed.at(-1)).toEqual({ kind: "ended", why: expect.stringMatching(/exit (code|status).* 3/) });
});

test("more than a page can show is cut from the front, and counted", async () => {
  const events = await talk(
    app,
    wish({ command: "head -c 3000000 /dev/zero | tr '\\0' x; echo END; sleep 0.3" }),
  );
  expect(textIn(events)).toMatch(/END/);
  const left = events.reduce((sum, event) => sum + (event.kind === "output" ? event.leftOut : 0), 0);
  expect(left + textIn(events).length).toBeGreaterThan(3_000_000);
});

test.each<[string, () => App, object, RegExp]>([
  ["a pod that is not there", () => app, { pod: "gone" }, /There is no Pod .*gone on prod/],
  ["a container that is not there", () => app, { container: "no" }, /container no is not valid/],
  ["an account that may not", () => limited, {}, /^prod forbids it .*cannot get resource "pods\/exec"/],
  ["a page that comes back", () => app, { lastEventId: "7" }, /^The connection to the console was lost/],
])("%s is told in a sentence", async (_, who, more, sentence) => {
  const events = await talk(who(), wish(more));
  expect(events).toEqual([{ kind: "ended", why: expect.stringMatching(sentence) as string }]);
});

test("a viewer may not open one, nor type", async () => {
  const viewer = { ...app, actor: { ...app.actor, role: "viewer" } } as App;
  expect(await talk(viewer, wish())).toEqual([
    { kind: "ended", why: expect.stringMatching(/open a terminal/) as string },
  ]);
  await expect(sendToTerminal(viewer, { session: randomUUID(), base64: "" })).rejects.toThrow(/type in/);
});
