import type { Server } from "node:https";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { createKubeClient, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import type { App } from "#server/context.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import type { LogEvent } from "#server/domain/resource/view.ts";
import { deleteResource } from "#server/services/resource/delete.ts";
import { applyEdit, reviewEdit } from "#server/services/resource/edit.ts";
import { getAccess } from "#server/services/resource/get-access.ts";
import { getResource } from "#server/services/resource/get.ts";
import { listFields } from "#server/services/resource/list-fields.ts";
import { listKinds } from "#server/services/resource/list-kinds.ts";
import { ListObjects, listObjects } from "#server/services/resource/list.ts";
import { linesIn, logOf, waitingIn } from "./resources/log-events.ts";
import { postJobsOf, postNightly } from "./resources/nightly.ts";
import { appFor, CORE, NAMESPACE, NODE, readerKubeconfig, startKubelet } from "./resources/world.ts";

const DEPLOYMENTS = `/apis/apps/v1/namespaces/${NAMESPACE}/deployments`;
const CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const CRD = "widgets.resources-kube.example.org";

let kube: KubeClient;
let reader: KubeClient;
let admin: App;
let limited: App;
let kubelet: Server | undefined;
const audited: string[] = [];

const post = (path: string, body: object) => kube.json<KubeObject>(path, { method: "POST", body });
const at = (kind: string, name = "") => ({ cluster: "prod", kind, namespace: NAMESPACE, name });
const list = (app: App, wish: ListObjects) => listObjects(app, ListObjects.parse(wish));
const pod = (name: string) => ({
  metadata: { name, labels: { app: "web" } },
  spec: { nodeName: NODE, containers: [{ name: "main", image: "busybox" }] },
});

beforeAll(async () => {
  const kubeconfig = inject("kubeconfig");
  kube = createKubeClient(kubeconfig);
  admin = appFor(kube, kubeconfig, audited);
  await post("/api/v1/namespaces", { metadata: { name: NAMESPACE } });
  const own = await readerKubeconfig(kube, kubeconfig);
  reader = createKubeClient(own);
  limited = appFor(reader, own, audited);
  const template = {
    metadata: { labels: { app: "web" } },
    spec: {
      containers: [
        { name: "web", image: "a:1" },
        { name: "side", image: "s:1" },
      ],
    },
  };
  await post(DEPLOYMENTS, {
    metadata: { name: "web" },
    spec: { replicas: 0, selector: { matchLabels: { app: "web" } }, template },
  });
  for (const name of ["one", "two", "three"])
    await post(`${CORE}/configmaps`, { metadata: { name, labels: { set: "x" } } });
});
afterAll(async () => {
  kubelet?.closeAllConnections();
  kubelet?.close();
  const remove = (path: string) => kube.json(path, { method: "DELETE" }).catch(() => undefined);
  for (const path of [`${CRDS}/${CRD}`, `/api/v1/nodes/${NODE}`, `/api/v1/namespaces/${NAMESPACE}`])
    await remove(path);
  await reader.close();
  await kube.close();
});

test("every kind of a real API server, once, in its preferred version", async () => {
  const { kinds, silent } = await listKinds(admin, { cluster: "prod" });
  const ids = kinds.map(({ id }) => id);
  expect(ids).toEqual(
    expect.arrayContaining(["pods", "deployments.apps", "ingresses.networking.k8s.io", "nodes"]),
  );
  expect(new Set(ids).size).toBe(ids.length);
  expect(kinds.find(({ id }) => id === "horizontalpodautoscalers.autoscaling")?.version).toBe("v2");
  expect(silent).toEqual([]);
});

test("what may stand at a place is the API server's own word, down to the containers of a template", async () => {
  const kind = { cluster: "prod", kind: "deployments.apps" };
  const fields = await listFields(admin, { ...kind, path: ["spec", "template", "spec", "containers"] });
  expect(fields.find(({ name }) => name === "name")).toMatchObject({ type: "string", required: true });
  expect(fields.find(({ name }) => name === "imagePullPolicy")).toMatchObject({ type: "string" });
  const spec = await listFields(admin, { ...kind, path: ["spec"] });
  expect(spec.find(({ name }) => name === "replicas")).toMatchObject({ type: "integer", required: false });
  expect(await listFields(admin, { ...kind, path: ["spec", "nothing"] })).toEqual([]);
});

test("a list in pages, by label, and one page's mark used after the list was compacted or garbled", async () => {
  const wish = { ...at("configmaps"), labelSelector: "set=x", limit: 2 };
  const first = await list(admin, wish);
  expect(first.rows.map(({ name }) => name)).toEqual(["one", "three"]);
  expect(first.columns.map(({ name }) => name)).toEqual(["Name", "Data", "Age"]);
  const second = await list(admin, { ...wish, cursor: first.next });
  expect(second.rows.map(({ name }) => name)).toEqual(["two"]);
  expect(second.next).toBeNull();
  await expect(list(admin, { ...wish, cursor: "garbled" })).rejects.toThrow(/prod refused it: .*continue/);
});

test("a kind that comes is there at once, with its own columns; one that goes is said to be gone", async () => {
  await expect(list(admin, at(CRD))).rejects.toThrow(`prod has no kind called ${CRD}`);
  await post(CRDS, {
    metadata: { name: CRD },
    spec: {
      group: "resources-kube.example.org",
      scope: "Namespaced",
      names: { plural: "widgets", kind: "Widget" },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          additionalPrinterColumns: [{ name: "Size", type: "integer", jsonPath: ".spec.size" }],
          schema: {
            openAPIV3Schema: {
              type: "object",
              properties: { spec: { type: "object", properties: { size: { type: "integer", maximum: 5 } } } },
            },
          },
        },
      ],
    },
  });
  const path = `/apis/resources-kube.example.org/v1/namespaces/${NAMESPACE}/widgets`;
  const widget = {
    apiVersion: "resources-kube.example.org/v1",
    kind: "Widget",
    metadata: { name: "w" },
    spec: { size: 3 },
  };
  await expect
    .poll(
      () =>
        post(path, widget).then(
          () => true,
          () => false,
        ),
      { timeout: 20_000 },
    )
    .toBe(true);
  await expect
    .poll(
      () =>
        list(admin, at(CRD)).then(
          ({ rows }) => rows[0]?.cells,
          () => undefined,
        ),
      { timeout: 20_000 },
    )
    .toEqual(["w", "3"]);
  const { editable: base } = await getResource(admin, at(CRD, "w"));
  const tooLarge = { ...at(CRD, "w"), base, edited: base.replace("size: 3", "size: 9"), overwrite: false };
  expect(await reviewEdit(admin, tooLarge)).toMatchObject({
    kind: "refused",
    fields: [
      { field: "spec.size", message: expect.stringContaining("should be less than or equal to 5") as string },
    ],
  });
  const unknown = { ...tooLarge, edited: base.replace("size: 3", "size: 3\n  sise: 4") };
  expect(await reviewEdit(admin, unknown)).toMatchObject({
    kind: "refused",
    message: expect.stringContaining('unknown field "spec.sise"') as string,
  });
});

test("an edit changes only the fields typed, though others write to the same object meanwhile", async () => {
  const target = at("deployments.apps", "web");
  const { editable: base, podSelector } = await getResource(admin, target);
  expect(podSelector).toBe("app=web");
  const edited = base
    .replace("image: a:1", "image: a:2")
    .replace("labels:\n        app: web", "labels:\n        app: web\n        tier: x");
  const wish = { ...target, base, edited, overwrite: false };
  const other = {
    spec: { revisionHistoryLimit: 3, template: { spec: { priorityClassName: "" } } },
    metadata: { annotations: { by: "other" } },
  };
  await kube.patch(`${DEPLOYMENTS}/web`, other, "application/merge-patch+json", {
    query: { fieldManager: "other" },
  });
  const reviewed = await reviewEdit(admin, wish);
  expect(reviewed).toMatchObject({
    kind: "would-change",
    changes: [
      { path: "spec.template.metadata.labels.tier", from: null, to: "x", typed: true },
      { path: "spec.template.spec.containers[web].image", from: "a:1", to: "a:2", typed: true },
    ],
  });
  expect(await kube.json(`${DEPLOYMENTS}/web`)).toMatchObject({
    spec: { template: { spec: { containers: [{ image: "a:1" }, {}] } } },
  });
  expect(await applyEdit(admin, wish)).toMatchObject({ kind: "changed" });
  expect(await kube.json(`${DEPLOYMENTS}/web`)).toMatchObject({
    metadata: { annotations: { by: "other" } },
    spec: {
      revisionHistoryLimit: 3,
      template: {
        metadata: { labels: { tier: "x" } },
        spec: { containers: [{ image: "a:2" }, { image: "s:1" }] },
      },
    },
  });
  expect(audited.at(-1)).toBe(`Deployment ${NAMESPACE}/web on prod`);
});

test("who changed the same field meanwhile is named", async () => {
  const target = at("deployments.apps", "web");
  const { editable: base } = await getResource(admin, target);
  const scale = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web" },
    spec: { replicas: 2 },
  };
  await kube.apply(`${DEPLOYMENTS}/web`, scale, { fieldManager: "argocd", force: true });
  const wish = { ...target, base, edited: base.replace("replicas: 0", "replicas: 5"), overwrite: false };
  expect(await applyEdit(admin, wish)).toEqual({
    kind: "overtaken",
    fields: [{ path: "spec.replicas", now: "2", by: "argocd" }],
  });
  const immutable = {
    ...wish,
    edited: base.replace(
      /selector:\n {4}matchLabels:\n {6}app: web/,
      "selector:\n    matchLabels:\n      app: other",
    ),
  };
  expect(await reviewEdit(admin, immutable)).toMatchObject({
    kind: "refused",
    fields: expect.arrayContaining([expect.objectContaining({ field: "spec.selector" })]) as object,
  });
});

test("what a ServiceAccount may not do is not offered, and said where it is tried", async () => {
  expect((await list(limited, at("configmaps"))).rows.length).toBeGreaterThanOrEqual(3);
  expect(await getAccess(limited, at("configmaps", "one"))).toEqual({
    patch: false,
    delete: false,
    logs: false,
    exec: false,
    locked: false,
  });
  expect(await getAccess(admin, at("configmaps", "one"))).toMatchObject({ patch: true, delete: true });
  await expect(list(limited, at("secrets"))).rejects.toThrow(
    /^prod forbids it .*reader" cannot list resource "secrets"/,
  );
  const { uid, editable: base } = await getResource(limited, at("configmaps", "one"));
  const wish = { ...at("configmaps", "one"), base, edited: `${base}data:\n  a: b\n`, overwrite: false };
  await expect(reviewEdit(limited, wish)).rejects.toThrow(/^prod forbids it/);
  await expect(deleteResource(limited, { ...at("configmaps", "one"), uid, confirm: "one" })).rejects.toThrow(
    /^prod forbids it/,
  );
});

test("the logs of all pods of a workload, by way of the API server and a kubelet", async () => {
  kubelet = await startKubelet(kube);
  for (const name of ["one", "two"]) await post(`${CORE}/pods`, pod(name));
  const wish = { ...at("deployments.apps", "web"), tailLines: 5 };
  const seen = await logOf(admin, wish, (events) => linesIn(events).length === 4);
  expect(seen[0]).toMatchObject({ kind: "sources", leftOut: 0 });
  expect(linesIn(seen).toSorted()).toEqual(["one said 1", "one said 2", "two said 1", "two said 2"]);
  const once = { ...at("pods", "two"), follow: false };
  const tail = await logOf(admin, once);
  expect(linesIn(tail)).toEqual(["two said 1", "two said 2"]);
  expect(tail.at(-1)).toEqual({ kind: "ended", pod: "two", container: "main", why: null });
  const denied = await logOf(limited, once);
  expect(denied).toEqual([{ kind: "failed", message: expect.stringMatching(/^prod forbids it/) as string }]);
});

test("the logs of a CronJob are those of the pods of the Jobs that it made, the newest first", async () => {
  kubelet ??= await startKubelet(kube);
  const nightly = await postNightly(post);
  expect((await nightlyLogs())[0]).toEqual({ kind: "sources", sources: [], leftOut: 0 });
  await postJobsOf(post, nightly);
  const seen = await nightlyLogs();
  const sources = ["nightly-2-a", "nightly-1-a"].map((name) => ({
    pod: name,
    container: "main",
    waiting: null,
  }));
  expect(seen[0]).toMatchObject({ kind: "sources", sources });
  expect(linesIn(seen)).toContain("nightly-2-a said 1");
  expect(linesIn(seen)).not.toContain("somebody-else-a said 1");
});

test.each([
  ["late", ["started"], ["ContainerCreating", null]],
  ["again", ["one", "crashed", "restarted"], [null]],
])(
  "the lines of a pod whose container starts %s come by themselves, each once",
  async (name, texts, waits) => {
    kubelet ??= await startKubelet(kube);
    await post(`${CORE}/pods`, { ...pod(name), metadata: { name } });
    const isEnough = (events: readonly LogEvent[]) =>
      linesIn(events).length >= texts.length && waitingIn(events).at(-1) === null;
    const seen = await logOf(admin, at("pods", name), isEnough);
    expect(linesIn(seen)).toEqual(texts.map((text) => `${name} said ${text}`));
    expect(waitingIn(seen)).toEqual(expect.arrayContaining(waits));
    expect(seen.filter(({ kind }) => kind === "ended" || kind === "failed")).toEqual([]);
  },
);

const nightlyLogs = () => logOf(admin, { ...at("cronjobs.batch", "nightly"), follow: false });
