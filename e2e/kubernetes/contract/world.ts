import { randomBytes } from "node:crypto";
import { afterAll, beforeAll } from "vitest";
import { createClient, type Answer, type Body, type Client } from "./client.ts";

/** Gives a kubeconfig (YAML, with a token or a client certificate) of the API server under test. */
export type Connect = () => Promise<string>;

export interface World {
  client: Client;
  /** Of this file alone. */
  namespace: string;
  /** `/api/v1/namespaces/NS/configmaps` and its like. */
  path(plural: string, name?: string): string;
}

const ROOTS: Record<string, string> = {
  jobs: "/apis/batch/v1",
  cronjobs: "/apis/batch/v1",
  leases: "/apis/coordination.k8s.io/v1",
};

export const unique = (prefix: string): string => `${prefix}-${randomBytes(4).toString("hex")}`;

/** A client and a namespace for the tests of one describe block; the namespace is deleted afterwards, as far as the server does so. */
export function useWorld(connect: Connect): World {
  const world: World = {
    client: undefined as unknown as Client,
    namespace: unique("contract"),
    path: (plural, name) =>
      `${ROOTS[plural] ?? "/api/v1"}/namespaces/${world.namespace}/${plural}${name === undefined ? "" : `/${name}`}`,
  };
  beforeAll(async () => {
    world.client = createClient(await connect());
    const body = {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: world.namespace, labels: { "contract.test/namespace": world.namespace } },
    };
    const made = await world.client.ask("POST", "/api/v1/namespaces", { body });
    if (made.code !== 201) throw new Error(`the namespace of the suite could not be made: ${made.text}`);
  });
  afterAll(async () => {
    await world.client.ask("DELETE", `/api/v1/namespaces/${world.namespace}`);
    world.client.close();
  });
  return world;
}

export const configMap = (
  name: string,
  data: Record<string, string> = {},
  labels?: Record<string, string>,
) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, ...(labels ? { labels } : {}) },
  data,
});

export const job = (name: string, spec: object = {}) => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name },
  spec: {
    suspend: true,
    template: {
      spec: {
        restartPolicy: "Never",
        containers: [
          { name: "main", image: "busybox:1.36", resources: { requests: { cpu: "1000m", memory: "64Mi" } } },
        ],
      },
    },
    ...spec,
  },
});

/** The answer's body, when its code is as it should be. */
export async function ok(answer: Promise<Answer>, code = 200): Promise<Body> {
  const { code: actual, body, text } = await answer;
  if (actual !== code) throw new Error(`expected ${code}, got ${actual}: ${text.slice(0, 600)}`);
  return body;
}

export const names = ({ items }: { items: { metadata: { name: string } }[] }): string[] =>
  items.map(({ metadata }) => metadata.name);

export const PATCH = {
  json: "application/json-patch+json",
  merge: "application/merge-patch+json",
  strategic: "application/strategic-merge-patch+json",
  apply: "application/apply-patch+yaml",
} as const;

/** Asks again until the answer fits; for what a server does in its own time. */
export async function eventually<T>(read: () => Promise<T>, fits: (value: T) => boolean): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    const value = await read();
    if (fits(value)) return value;
    if (attempt > 100) throw new Error(`it never came to be: ${JSON.stringify(value).slice(0, 600)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
