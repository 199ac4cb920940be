import { beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "#server/adapters/kubernetes/api-error.ts";
import { ClusterApiSpec } from "#server/domain/cluster/cluster-api/spec.ts";
import { kubeconfigTo } from "../provider.contract.ts";
import type { Access } from "../kube-access.ts";
import { renewKubeconfig } from "./secrets.ts";

const cluster = { id: "c1", name: "heron" };
const own = ClusterApiSpec.parse({
  managementId: "m1",
  namespace: "fleet",
  classRef: { name: "quick", namespace: "fleet" },
});
const OLD = kubeconfigTo("https://old");
const NEW = kubeconfigTo("https://new");
const save = vi.fn<(id: string, yaml: string) => Promise<void>>();
beforeEach(() => void save.mockReset().mockResolvedValue());

/** A management cluster with that one secret, or without it. */
const holding = (yaml: string | undefined): Access => {
  const json = (path: string): Promise<unknown> => {
    expect(path).toBe("/api/v1/namespaces/fleet/secrets/heron-kubeconfig"); // by name alone
    if (yaml === undefined) return Promise.reject(new ApiError(404, {}));
    return Promise.resolve({ metadata: {}, data: { value: Buffer.from(yaml).toString("base64") } });
  };
  return { client: { json }, signal: new AbortController().signal } as unknown as Access;
};

test.each<[string, string | undefined, string | undefined, string[]]>([
  ["it was written anew: stored", NEW, OLD, [NEW]],
  ["none was stored: stored", NEW, undefined, [NEW]],
  ["the same as is stored: not written at each look", OLD, OLD, []],
  ["the secret is away for now: the stored one stays", undefined, OLD, []],
  ["no kubeconfig: the stored one stays", "kind: Nonsense", OLD, []],
  ["not even YAML: the stored one stays", "a: [", OLD, []],
])("%s", async (_, written, stored, saved) => {
  const find = () => Promise.resolve(stored);
  await renewKubeconfig(holding(written), { find, save }, cluster, own);
  expect(save.mock.calls).toEqual(saved.map((yaml) => [cluster.id, yaml]));
});

const forbidden = () => Promise.reject(new ApiError(403, { message: "may not get secrets" }));

test("a secret that could not be read is an error, never taken for one that is away", async () => {
  const access = { client: { json: forbidden } } as unknown as Access;
  const kubeconfigs = { find: () => Promise.resolve(OLD), save };
  await expect(renewKubeconfig(access, kubeconfigs, cluster, own)).rejects.toThrow("may not get secrets");
});
