import { expect, test, vi } from "vitest";
import { TerminalError } from "#server/domain/errors.ts";
import { ApiError } from "./api-error.ts";
import type { KubeClient } from "./client.ts";
import { createObjectPaths } from "./object-path.ts";

const LISTS: Record<string, { name: string; kind: string; namespaced: boolean }[]> = {
  "/api/v1": [
    { name: "namespaces", kind: "Namespace", namespaced: false },
    { name: "namespaces/status", kind: "Namespace", namespaced: false },
    { name: "services", kind: "Service", namespaced: true },
  ],
  "/apis/apps/v1": [{ name: "deployments", kind: "Deployment", namespaced: true }],
};

function clusterWith(lists: typeof LISTS) {
  const json = vi.fn(async (root: string) => {
    const resources = lists[root];
    if (!resources) throw new ApiError(404, { message: "not found" });
    return { resources };
  });
  return { json, pathOf: createObjectPaths({ json } as unknown as KubeClient) };
}

test.each([
  ["v1", "Namespace", { name: "a" }, "/api/v1/namespaces/a"],
  ["v1", "Service", { name: "a", namespace: "b" }, "/api/v1/namespaces/b/services/a"],
  ["apps/v1", "Deployment", { name: "a" }, "/apis/apps/v1/namespaces/default/deployments/a"],
])("%s %s", async (apiVersion, kind, metadata, path) => {
  expect(await clusterWith(LISTS).pathOf({ apiVersion, kind, metadata })).toBe(path);
});

test("a group is asked once, whatever number of objects", async () => {
  const { json, pathOf } = clusterWith(LISTS);
  const service = { apiVersion: "v1", kind: "Service", metadata: { name: "a" } };
  await Promise.all([pathOf(service), pathOf(service), pathOf(service)]);
  expect(json).toHaveBeenCalledTimes(1);
});

test("a kind that is not there is a sentence, and is asked for again", async () => {
  const lists = { ...LISTS };
  const { pathOf } = clusterWith(lists);
  const monitor = {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "ServiceMonitor",
    metadata: { name: "a", namespace: "b" },
  };
  await expect(pathOf(monitor)).rejects.toThrow(
    new TerminalError("This cluster has no kind ServiceMonitor of monitoring.coreos.com/v1."),
  );
  lists["/apis/monitoring.coreos.com/v1"] = [
    { name: "servicemonitors", kind: "ServiceMonitor", namespaced: true },
  ];
  expect(await pathOf(monitor)).toBe("/apis/monitoring.coreos.com/v1/namespaces/b/servicemonitors/a");
});
