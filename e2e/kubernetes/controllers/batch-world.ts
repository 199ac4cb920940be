import { afterAll, beforeAll } from "vitest";
import { PATCH, ok, unique, useWorld, type Connect, type World } from "../contract/world.ts";
import type { Body } from "../contract/client.ts";

const PATIENCE_MS = 110_000; // pods of a lost node go after about 60 s, a CronJob waits for its minute
const LOOK_EVERY_MS = 50;

export interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
}
export interface Resource extends Body {
  spec: { nodeName?: string; taints?: { key: string }[] };
  status: { phase?: string; conditions?: Condition[]; startTime?: string; [field: string]: unknown };
}
interface NodeOptions {
  labels?: Record<string, string>;
  taints?: { key: string; value?: string; effect: string }[];
  cpu?: string;
}

export interface BatchWorld extends World {
  /** A label that only this world's nodes carry: `nodeSelector` of its pods. */
  home: Record<string, string>;
  addNode(options?: NodeOptions): Promise<string>;
  deleteNode(name: string): Promise<void>;
  get(plural: string, name: string): Promise<Resource | undefined>;
  list(plural: string, selector?: string): Promise<Resource[]>;
  create(plural: string, body: object): Promise<Resource>;
  patch(plural: string, name: string, body: object): Promise<Resource>;
  remove(plural: string, name: string, propagationPolicy?: string): Promise<void>;
  reasons(name: string): Promise<string[]>;
}

/** Waits until `read` gives something. Its last answer is in the error. */
export async function until<T>(what: string, read: () => Promise<T | undefined | false>): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const value = await read();
    if (value) return value;
    if (performance.now() > deadline) throw new Error(`It never came to be: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** A namespace and nodes for the tests of one describe block, on whichever cluster `connect` leads to. */
export function useBatchWorld(connect: Connect): BatchWorld {
  const base = useWorld(connect);
  const nodes: string[] = [];
  const home = { "contract.test/home": unique("home") };
  const ask: World["client"]["ask"] = (...args) => base.client.ask(...args);
  const found = async (path: string): Promise<Resource | undefined> => {
    const { code, body, text } = await ask("GET", path);
    if (code === 404) return undefined;
    if (code !== 200) throw new Error(`GET ${path}: ${code} ${text.slice(0, 300)}`);
    return body as Resource;
  };

  const world: BatchWorld = Object.assign(base, {
    home,
    async addNode({ labels = {}, taints = [], cpu = "8" }: NodeOptions = {}) {
      const name = unique("node");
      const capacity = { cpu, memory: "32Gi", pods: "110" };
      const metadata = {
        name,
        labels: { ...home, ...labels },
        annotations: { "kwok.x-k8s.io/node": "fake" },
      };
      const body = {
        apiVersion: "v1",
        kind: "Node",
        metadata,
        spec: { taints },
        status: { capacity, allocatable: capacity },
      };
      await ok(ask("POST", "/api/v1/nodes", { body }), 201);
      nodes.push(name);
      await until(`node ${name} ready and without a taint for starting`, async () => {
        const node = await found(`/api/v1/nodes/${name}`);
        const starting = node?.spec.taints?.some(({ key }) => key === "node.kubernetes.io/not-ready");
        return (
          !starting &&
          node?.status.conditions?.some(({ type, status }) => type === "Ready" && status === "True")
        );
      });
      return name;
    },
    async deleteNode(name: string) {
      await ask("DELETE", `/api/v1/nodes/${name}`);
    },
    get: (plural: string, name: string) => found(base.path(plural, name)),
    async list(plural: string, labelSelector?: string) {
      const asked = ask("GET", base.path(plural), labelSelector ? { query: { labelSelector } } : {});
      return (await ok(asked)).items as Resource[];
    },
    create: async (plural: string, body: object) =>
      (await ok(ask("POST", base.path(plural), { body }), 201)) as Resource,
    patch: async (plural: string, name: string, body: object) =>
      (await ok(ask("PATCH", base.path(plural, name), { body, contentType: PATCH.merge }))) as Resource,
    async remove(plural: string, name: string, propagationPolicy = "Background") {
      await ok(ask("DELETE", base.path(plural, name), { query: { propagationPolicy } }));
    },
    async reasons(name: string) {
      const query = { fieldSelector: `involvedObject.name=${name}` };
      const { items } = await ok(ask("GET", base.path("events"), { query }));
      return items.map((event) => String(event["reason"]));
    },
  });

  beforeAll(async () => {
    await until("the service account of the namespace", () => world.get("serviceaccounts", "default"));
  });
  afterAll(async () => {
    for (const name of nodes) await world.deleteNode(name);
  });
  return world;
}

/** A Job whose pods live on the world's nodes and run for `seconds`; with an exit code other than 0 they fail. */
export function batchJob(
  { home }: BatchWorld,
  name: string,
  {
    spec = {},
    pod = {},
    seconds = 1,
    exitCode,
  }: { spec?: object; pod?: object; seconds?: number; exitCode?: number } = {},
) {
  const annotations = {
    "pod-complete.stage.kwok.x-k8s.io/delay": `${seconds}s`,
    "pod-complete.stage.kwok.x-k8s.io/jitter-delay": `${seconds}s`,
    ...(exitCode !== undefined && { "sandbox.carbon-aware.io/exit-code": String(exitCode) }),
  };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name },
    spec: {
      ...spec,
      template: {
        metadata: { annotations },
        spec: {
          restartPolicy: "Never",
          terminationGracePeriodSeconds: 1, // kwok takes all of it, and the default is 30
          nodeSelector: home,
          containers: [
            { name: "main", image: "busybox:1.36", resources: { requests: { cpu: "1", memory: "1Gi" } } },
          ],
          ...pod,
        },
      },
    },
  };
}

export const conditionsOf = (object: Resource | undefined): string[] =>
  (object?.status.conditions ?? []).map(({ type, status, reason }) =>
    `${type} ${status} ${reason ?? ""}`.trim(),
  );

export const hasCondition = (object: Resource | undefined, type: string): boolean =>
  object?.status.conditions?.some((condition) => condition.type === type && condition.status === "True") ??
  false;

/** Events come after the state that they tell of. */
export const told = (world: BatchWorld, name: string, ...reasons: readonly string[]): Promise<boolean> =>
  until(`Events of ${name}: ${reasons.join(", ")}`, async () => {
    const found = await world.reasons(name);
    return reasons.every((reason) => found.includes(reason));
  });

/** The Job once it has the condition. */
export const jobWith = (world: BatchWorld, name: string, type: string): Promise<Resource> =>
  until(`Job ${name} is ${type}`, async () => {
    const job = await world.get("jobs", name);
    return hasCondition(job, type) && job;
  });
