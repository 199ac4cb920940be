import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { TerminalError } from "#server/domain/errors.ts";
import { CONTROL_PLANE_FILES, ENGINE_FILES, LOCAL_FILES } from "./engines.ts";
import { cacheFolder, engineFolders, findEngines } from "./find-engines.ts";
import { haveEngines } from "./have-engines.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), "engines-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function put(folder: string, files: readonly string[]): string {
  const full = path.join(dir, folder);
  mkdirSync(full, { recursive: true });
  for (const file of files) {
    writeFileSync(path.join(full, file), "");
    chmodSync(path.join(full, file), 0o755);
  }
  return full;
}

test("each file comes from the first folder that has it, in order of preference", async () => {
  const own = put("own", ["kwok", "kwok-stages.yaml"]);
  const envtest = put("envtest", ["etcd", "kube-apiserver", "kwok"]);
  const cache = put("cache/karbonetes/kubernetes/v1.36.4", ["etcd", "kube-scheduler"]);
  const env = {
    KARBON_KUBERNETES_BIN: own,
    KUBEBUILDER_ASSETS: envtest,
    XDG_CACHE_HOME: path.join(dir, "cache"),
  };
  expect(await findEngines(env, CONTROL_PLANE_FILES)).toEqual({
    engines: {
      etcd: path.join(envtest, "etcd"),
      "kube-apiserver": path.join(envtest, "kube-apiserver"),
      "kube-scheduler": path.join(cache, "kube-scheduler"),
      kwok: path.join(own, "kwok"),
      "kwok-stages.yaml": path.join(own, "kwok-stages.yaml"),
    },
    missing: ["kube-controller-manager"],
    all: undefined,
  });
});

test("a file that cannot be run is no engine", async () => {
  const own = put("own", ["etcd"]);
  chmodSync(path.join(own, "etcd"), 0o644);
  const { missing } = await findEngines({ KARBON_KUBERNETES_BIN: own, XDG_CACHE_HOME: dir }, ENGINE_FILES);
  expect(missing).toContain("etcd");
});

test("a local cluster takes all but kubectl, which is for people, and nothing of Cluster API", async () => {
  const env = { KARBON_KUBERNETES_BIN: put("own", LOCAL_FILES), XDG_CACHE_HOME: dir };
  expect((await findEngines(env, LOCAL_FILES)).all).toBeDefined();
  expect((await findEngines(env, ENGINE_FILES)).missing).toEqual(["kubectl"]);
});

test.each([
  ["XDG_CACHE_HOME", { XDG_CACHE_HOME: "/caches", HOME: "/home/a" }, "/caches/karbonetes/kubernetes/v1.36.4"],
  ["else below HOME", { HOME: "/home/a" }, "/home/a/.cache/karbonetes/kubernetes/v1.36.4"],
])("the cache is in the user's cache folder: %s", (_, env, folder) => {
  expect(cacheFolder(env)).toBe(folder);
  expect(engineFolders(env)).toEqual([folder]);
});

test("nothing to build when all are there", async () => {
  const own = put("own", ENGINE_FILES);
  const said: string[] = [];
  const engines = await haveEngines({ env: { KARBON_KUBERNETES_BIN: own }, say: (line) => said.push(line) });
  expect(engines.etcd).toBe(path.join(own, "etcd"));
  expect(said).toEqual([]);
});

test("without the files and without Go, one sentence says what would help", async () => {
  const env = { PATH: dir, HOME: dir, KARBON_KUBERNETES_BIN: put("own", ENGINE_FILES.slice(1)) };
  const wanted = haveEngines({ env, say: () => undefined });
  await expect(wanted).rejects.toBeInstanceOf(TerminalError);
  await expect(wanted).rejects.toThrow(
    "Real Kubernetes needs etcd: name a folder with them in KARBON_KUBERNETES_BIN, or install Go 1.26 or newer, and they are built once.",
  );
});
