import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { EXAMPLES } from "#server/domain/job/kinds.testing.ts";
import { jobOf } from "#server/domain/job/testing.ts";
import type { Job, KubeObject, ObjectMeta } from "#server/domain/kubernetes.ts";
import { createAgentCache } from "./agent-cache.ts";
import { ApiError } from "./api-error.ts";
import type { KubeClient } from "./client.ts";
import { watchKinds } from "./kind-watches.ts";
import type { ListWatchOptions } from "./watch.ts";

const JOB_SETS = "/apis/jobset.x-k8s.io/v1alpha2/jobsets";
const JOBS = "/apis/batch/v1/jobs";
const aware = { "carbon-aware.io/enabled": "true" };
const jobSpec = EXAMPLES[0]?.spec ?? expect.fail();

const jobSetOf = (metadata: Partial<ObjectMeta> = {}): KubeObject => ({
  apiVersion: "jobset.x-k8s.io/v1alpha2",
  kind: "JobSet",
  metadata: { name: "train", namespace: "climate", uid: "set", ...metadata },
  spec: jobSpec,
});
const madeBy = (uid: string, job = jobOf({ name: "train" })): Job => ({
  ...job,
  metadata: {
    ...job.metadata,
    ownerReferences: [
      { apiVersion: "jobset.x-k8s.io/v1alpha2", kind: "JobSet", name: "train", uid, controller: true },
    ],
  },
});

/** An API server whose lists and events are said by hand; `served` are the groups and versions it has. */
function fakeServer(served: string[] = ["jobset.x-k8s.io/v1alpha2"]) {
  const watches = new Map<string, ListWatchOptions<KubeObject>>();
  let looks = 0;
  const kube = {
    json: async (path: string) => {
      if (path !== "/apis") return { resources: [{ name: "jobsets" }, { name: "jobsets/status" }] };
      looks += 1;
      return { groups: served.map((groupVersion) => ({ versions: [{ groupVersion }] })) };
    },
    listWatch: (path: string, options: ListWatchOptions<KubeObject>) => {
      watches.set(path, options);
      return new Promise<void>((resolve) => {
        options.signal.addEventListener("abort", () => {
          watches.delete(path);
          resolve();
        });
      });
    },
  } as unknown as KubeClient;
  return {
    kube,
    served,
    looks: () => looks,
    isWatched: (path: string) => watches.has(path),
    list: (path: string, ...objects: KubeObject[]) => watches.get(path)?.onList(objects),
    say: (path: string, type: "ADDED" | "MODIFIED" | "DELETED", object: KubeObject) =>
      watches.get(path)?.onEvent(type, object),
    fail: (path: string, error: unknown) => watches.get(path)?.onError?.(error, 1),
  };
}
async function world() {
  const server = fakeServer();
  const stop = new AbortController();
  const seen: string[] = [];
  const gone: string[] = [];
  const cache = createAgentCache({
    kube: server.kube,
    clusterZone: "DE",
    signal: stop.signal,
    onJob: (key) => void seen.push(key),
    onJobGone: ({ metadata }) => void gone.push(metadata.uid ?? ""),
    onChange: () => undefined,
    onError: () => undefined,
  });
  await expect.poll(() => server.isWatched(JOB_SETS)).toBe(true);
  return { ...server, cache, seen, gone, keys: () => [...cache.jobs.keys()], stop };
}

test("a JobSet and a Job of one name are two, and a list of the one says nothing of the other", async () => {
  const { list, say, keys, gone, stop } = await world();
  list(JOB_SETS, jobSetOf({ annotations: aware }));
  list(JOBS, jobOf({ name: "train" }));
  expect(keys().toSorted()).toEqual(["JobSet/climate/train", "climate/train"]);
  list(JOBS);
  expect(keys()).toEqual(["JobSet/climate/train"]);
  say(JOB_SETS, "DELETED", jobSetOf());
  expect([keys(), gone]).toEqual([[], ["u1", "set"]]);
  stop.abort();
});

describe("a Job that a JobSet made", () => {
  test("is left out until its JobSet is known, and where that asks for carbon-awareness for good", async () => {
    const { list, say, keys, cache, stop } = await world();
    list(JOBS, madeBy("set"));
    expect([keys(), cache.waitsByOwner?.(madeBy("set"))]).toEqual([[], undefined]);
    say(JOB_SETS, "ADDED", jobSetOf({ annotations: aware }));
    expect([keys(), cache.waitsByOwner?.(madeBy("set"))]).toEqual([["JobSet/climate/train"], true]);
    stop.abort();
  });

  test("is looked at as soon as its JobSet turns out to ask for nothing", async () => {
    const { list, say, keys, seen, stop } = await world();
    list(JOBS, madeBy("set"));
    expect(seen).toEqual([]);
    say(JOB_SETS, "ADDED", jobSetOf());
    expect([keys(), seen]).toEqual([["climate/train"], ["climate/train"]]);
    stop.abort();
  });

  test.each<[string, Job, string[]]>([
    ["leaves when its JobSet begins to ask", jobOf({ name: "train" }), []],
    [
      "stays where it is held, or nobody would let it go",
      jobOf({
        name: "train",
        annotations: { "carbon-aware.io/state": "held" },
        spec: { suspend: true },
      }),
      ["climate/train"],
    ],
  ])("%s", async (_, job, expected) => {
    const { list, say, keys, stop } = await world();
    list(JOB_SETS, jobSetOf());
    list(JOBS, madeBy("set", job));
    expect(keys()).toEqual(["climate/train"]);
    say(JOB_SETS, "MODIFIED", jobSetOf({ annotations: aware }));
    expect(keys().filter((key) => !key.startsWith("JobSet/"))).toEqual(expected);
    stop.abort();
  });
});

function kinds(served: string[]) {
  const server = fakeServer(served);
  const stop = new AbortController();
  const turns: [string, boolean][] = [];
  const gone: string[] = [];
  const watches = watchKinds({
    kube: server.kube,
    signal: stop.signal,
    lookEveryMs: 5,
    project: (object) => object,
    onObject: () => undefined,
    onGone: ({ metadata }) => void gone.push(metadata.uid ?? ""),
    onKin: () => undefined,
    onKind: (...turn) => void turns.push(turn),
    onError: () => undefined,
  });
  return { ...server, ...watches, stop, turns, gone };
}

describe("the watch of a kind", () => {
  test("is off without its CRD, on with it, off when it goes, and on again", async () => {
    const { served, looks, list, fail, turns, gone, stop, synced, stopped } = kinds([]);
    await synced;
    await expect.poll(looks).toBeGreaterThan(2);
    expect(turns).toEqual([]);
    served.push("jobset.x-k8s.io/v1alpha2");
    await expect.poll(() => turns).toEqual([["JobSet", true]]);
    list(JOB_SETS, jobSetOf());
    served.pop();
    fail(JOB_SETS, new ApiError(404, {}));
    await expect.poll(() => turns.at(-1)).toEqual(["JobSet", false]);
    expect(gone).toEqual(["set"]);
    served.push("jobset.x-k8s.io/v1alpha2");
    await expect.poll(() => turns.at(-1)).toEqual(["JobSet", true]);
    stop.abort();
    await stopped;
  });

  test("that may not be read holds up nothing, and stays", async () => {
    const { fail, isWatched, turns, stop, synced } = kinds(["jobset.x-k8s.io/v1alpha2"]);
    const ready = synced.then(() => "ready");
    await expect.poll(() => isWatched(JOB_SETS)).toBe(true);
    expect(await Promise.race([ready, sleep(20)])).toBeUndefined();
    fail(JOB_SETS, new ApiError(403, {}));
    expect(await ready).toBe("ready");
    expect(turns).toEqual([["JobSet", true]]);
    stop.abort();
  });
});
