import { Agent, request, WebSocket } from "undici";
import type { Dispatcher } from "undici";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { readKubeconfig, type KubeAccess } from "./kubeconfig.ts";
import { listWatch, type ListWatchOptions } from "./watch.ts";
import { ApiError } from "./api-error.ts";

export { ApiError, isConflict, isNotFound } from "./api-error.ts";

/** A list is a parameter said several times. */
export type Query = Record<string, string | number | boolean | readonly string[] | undefined>;
export interface RequestOptions {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  query?: Query;
  body?: unknown;
  contentType?: string;
  accept?: string;
  signal?: AbortSignal;
}
export type PatchType = "application/json-patch+json" | "application/merge-patch+json";

export interface KubeClient {
  /** https://host:port, as it stands in the kubeconfig */
  readonly server: string;
  /** @throws ApiError for any answer that is not 2xx */
  json<T>(path: string, options?: RequestOptions): Promise<T>;
  /** Pages of 500, so that no parse blocks long. `onPage` gets each page and keeps memory flat; then `items` stays empty. */
  list<T>(path: string, options?: ListOptions<T>): Promise<{ items: T[]; resourceVersion: string }>;
  apply<T = KubeObject>(path: string, object: object, options: ApplyOptions): Promise<T>;
  patch<T = KubeObject>(
    path: string,
    body: unknown,
    type: PatchType,
    options?: Pick<RequestOptions, "query" | "accept" | "signal">,
  ): Promise<T>;
  /** The body as it arrives; the caller reads lines. */
  stream(path: string, options: { query?: Query; signal: AbortSignal }): Promise<AsyncIterable<Uint8Array>>;
  /** A socket that is opening, of a path that upgrades, such as exec. It does not say why an upgrade is refused: ask `json`. */
  socket(path: string, options: { query?: Query; protocols: string[] }): WebSocket;
  /** Lists, then watches until aborted; survives whatever the network does. Resolves on abort. */
  listWatch<T extends KubeObject>(path: string, options: ListWatchOptions<T>): Promise<void>;
  close(): Promise<void>;
}
export interface ListOptions<T> {
  query?: Query;
  signal?: AbortSignal;
  onPage?: (items: T[]) => void;
  /** Names, labels and times alone, where the API server can. */
  metadataOnly?: boolean;
}
export interface ApplyOptions {
  fieldManager: string;
  force?: boolean;
  dryRun?: boolean;
  signal?: AbortSignal;
}
interface Page<T> {
  items: T[] | null;
  metadata: { resourceVersion?: string; continue?: string };
}

const PAGE = 500;
const METADATA = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";
const MOST_BYTES = 64 * 1024 * 1024; // an answer larger than this is a fault or an attack

export const createKubeClient = (kubeconfigYaml: string): KubeClient =>
  createKubeClientFor(readKubeconfig(kubeconfigYaml));

/** One keep-alive agent a cluster, raw JSON in and out: nothing pruned, dates stay strings. */
export function createKubeClientFor(access: KubeAccess): KubeClient {
  const dispatcher = agentFor(access);
  const authorization = () => (access.token ? { authorization: `Bearer ${access.token}` } : {});

  async function send(path: string, options: RequestOptions): Promise<Dispatcher.ResponseData> {
    const {
      method = "GET",
      body,
      contentType = "application/json",
      accept = "application/json",
      signal,
    } = options;
    const response = await request(urlOf(access.server, path, options.query), {
      method,
      dispatcher,
      signal,
      body: body === undefined ? undefined : JSON.stringify(body),
      headers: {
        accept,
        ...authorization(),
        ...(body === undefined ? {} : { "content-type": contentType }),
      },
    });
    if (response.statusCode >= 200 && response.statusCode < 300) return response;
    throw new ApiError(response.statusCode, bodyOf(await textOf(response.body)));
  }

  const client: KubeClient = {
    server: access.server,
    async json<T>(path: string, options: RequestOptions = {}) {
      const text = await textOf((await send(path, options)).body);
      return JSON.parse(text) as T;
    },
    async list<T>(path: string, { query, signal, onPage, metadataOnly }: ListOptions<T> = {}) {
      const items: T[] = [];
      let next: string | undefined;
      let resourceVersion = "";
      do {
        const page: Page<T> = await client.json(path, {
          query: { ...query, limit: PAGE, continue: next },
          ...(metadataOnly && { accept: METADATA }),
          signal,
        });
        if (onPage) onPage(page.items ?? []);
        else items.push(...(page.items ?? []));
        next = page.metadata.continue || undefined;
        resourceVersion = page.metadata.resourceVersion ?? "";
      } while (next);
      return { items, resourceVersion };
    },
    apply: (path, object, { fieldManager, force = false, dryRun, signal }) =>
      client.json(path, {
        method: "PATCH",
        body: object, // JSON is YAML
        contentType: "application/apply-patch+yaml",
        query: { fieldManager, force, dryRun: dryRun ? "All" : undefined },
        signal,
      }),
    patch: (path, body, contentType, options) =>
      client.json(path, { method: "PATCH", body, contentType, ...options }),
    stream: async (path, options) => (await send(path, options)).body,
    socket: (path, { query, protocols }) =>
      new WebSocket(urlOf(access.server, path, query).replace(/^http/, "ws"), {
        protocols,
        dispatcher,
        headers: authorization(),
      }),
    listWatch: (path, options) => listWatch(client, path, options),
    close: () => dispatcher.destroy(),
  };
  return client;
}

function agentFor(access: KubeAccess): Agent {
  return new Agent({
    connections: 64,
    headersTimeout: 30_000,
    bodyTimeout: 0, // a watch may be quiet for long; it has its own idle timer
    keepAliveTimeout: 30_000,
    connect: {
      timeout: 10_000,
      ca: access.ca,
      cert: access.cert,
      key: access.key,
      servername: access.tlsServerName,
      rejectUnauthorized: !access.insecure,
    },
  });
}

function urlOf(server: string, path: string, query: Query = {}): string {
  const url = new URL(server + path);
  for (const [key, value] of Object.entries(query)) {
    if (Array.isArray(value)) for (const each of value) url.searchParams.append(key, String(each));
    else if (value !== undefined) url.searchParams.set(key, String(value));
  }
  return url.href;
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) throw new Error("The Kubernetes API answered with more than 64 MB.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function bodyOf(text: string): { message?: string; reason?: string; [key: string]: unknown } {
  try {
    return JSON.parse(text) as { message?: string };
  } catch {
    return { message: text.slice(0, 300) };
  }
}
