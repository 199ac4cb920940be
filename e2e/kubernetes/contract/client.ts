import type { ClientRequest, IncomingMessage } from "node:http";
import https from "node:https";
import { parse } from "yaml";
import { z } from "zod";

/** An object of the API as the suite reads it; what a test looks for beyond this it matches structurally. */
export interface Item {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    generateName?: string;
    namespace?: string;
    uid: string;
    resourceVersion: string;
    generation?: number;
    creationTimestamp: string;
    deletionTimestamp?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    finalizers?: string[];
    managedFields?: { manager: string; operation: string; subresource?: string; fieldsV1: object }[];
    continue?: string;
    remainingItemCount?: number;
  };
  items: Item[];
  [field: string]: unknown;
}
/** Status, object or list: the fields of all three, so that one cast serves. */
export interface Body extends Item {
  status: unknown;
  reason: string;
  message: string;
  details: { name: string; kind: string; causes: { reason: string; field: string; message: string }[] };
}
export interface Answer {
  code: number;
  body: Body;
  text: string;
  headers: Record<string, string | string[] | undefined>;
}
export interface Ask {
  query?: Record<string, string | number | boolean>;
  body?: unknown;
  contentType?: string;
  accept?: string;
  /** Send no credentials, or others. */
  authorization?: string | false;
}
export interface WatchEvent {
  type: string;
  object: Body;
}
export interface Watch {
  /** The next event, or undefined when the server has ended the stream. */
  next(): Promise<WatchEvent | undefined>;
  /** Reads on until an event fits. */
  until(fits: (event: WatchEvent) => boolean): Promise<WatchEvent>;
  close(): void;
}
export interface Client {
  ask(method: string, path: string, ask?: Ask): Promise<Answer>;
  watch(path: string, query?: Ask["query"], accept?: string): Promise<Watch>;
  close(): void;
}

const Kubeconfig = z.object({
  clusters: z
    .array(z.object({ cluster: z.object({ server: z.string(), "certificate-authority-data": z.string() }) }))
    .min(1),
  users: z
    .array(
      z.object({
        user: z.object({
          token: z.string().optional(),
          "client-certificate-data": z.string().optional(),
          "client-key-data": z.string().optional(),
        }),
      }),
    )
    .min(1),
});
const decoded = (base64: string | undefined) => (base64 ? Buffer.from(base64, "base64") : undefined);

const textOf = (body: unknown) =>
  body === undefined || typeof body === "string" ? body : JSON.stringify(body);

/** A bare client for one kubeconfig with a token or a client certificate; it hides nothing of what the server says. */
export function createClient(kubeconfig: string): Client {
  const { clusters, users } = Kubeconfig.parse(parse(kubeconfig));
  const { server, "certificate-authority-data": ca } = clusters[0]?.cluster ?? {
    server: "",
    "certificate-authority-data": "",
  };
  const user = users[0]?.user ?? {};
  const agent = new https.Agent({
    keepAlive: true,
    ca: decoded(ca),
    cert: decoded(user["client-certificate-data"]),
    key: decoded(user["client-key-data"]),
  });
  const anonymous = new https.Agent({ ca: decoded(ca) });

  function open(
    method: string,
    path: string,
    ask: Ask,
    onAnswer: (answer: IncomingMessage) => void,
  ): ClientRequest {
    const url = new URL(server + path);
    for (const [key, value] of Object.entries(ask.query ?? {})) url.searchParams.set(key, String(value));
    const own = user.token ? `Bearer ${user.token}` : false;
    const { authorization = own, contentType = "application/json", accept = "application/json" } = ask;
    const text = textOf(ask.body);
    const headers: Record<string, string | number> = { accept, "user-agent": "contract/1.0" };
    if (authorization) headers["authorization"] = authorization;
    if (text !== undefined)
      Object.assign(headers, { "content-type": contentType, "content-length": Buffer.byteLength(text) });
    const request = https.request(
      url,
      { method, headers, agent: ask.authorization === undefined ? agent : anonymous },
      onAnswer,
    );
    request.end(text);
    return request;
  }

  return {
    ask: (method, path, ask = {}) =>
      new Promise((resolve, reject) => {
        open(method, path, ask, (answer) => {
          const chunks: Buffer[] = [];
          answer.on("data", (chunk: Buffer) => chunks.push(chunk));
          answer.on("error", reject);
          answer.on("end", () => {
            const text = Buffer.concat(chunks).toString();
            const json = answer.headers["content-type"]?.startsWith("application/json") ?? false;
            const body = (json ? JSON.parse(text) : {}) as Body;
            resolve({ code: answer.statusCode ?? 0, body, text, headers: answer.headers });
          });
        }).on("error", reject);
      }),
    watch: (path, query = {}, accept) =>
      new Promise((resolve, reject) => {
        const request = open(
          "GET",
          path,
          { query: { ...query, watch: true }, ...(accept ? { accept } : {}) },
          (answer) => resolve(readWatch(answer, () => request.destroy())),
        );
        request.on("error", reject);
      }),
    close() {
      agent.destroy();
      anonymous.destroy();
    },
  };
}

function readWatch(answer: IncomingMessage, close: () => void): Watch {
  const lines = (async function* () {
    let rest = "";
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      rest += chunk.toString();
      const parts = rest.split("\n");
      rest = parts.pop() ?? "";
      yield* parts.filter(Boolean);
    }
    if (rest) yield rest;
  })();
  const watch: Watch = {
    async next() {
      const { value, done } = await lines.next();
      return done ? undefined : (JSON.parse(value) as WatchEvent);
    },
    async until(fits) {
      for (;;) {
        const event = await watch.next();
        if (!event) throw new Error("the watch ended before the event came");
        if (fits(event)) return event;
      }
    },
    close() {
      answer.on("error", () => {});
      close();
    },
  };
  return watch;
}
