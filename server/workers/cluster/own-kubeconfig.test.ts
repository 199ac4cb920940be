import { beforeEach, expect, test, vi } from "vitest";
import type { ClusterRow } from "#server/domain/cluster/row.ts";
import { UserError } from "#server/domain/errors.ts";
import type { ClusterLoopDeps } from "./deps.ts";
import { withOwnKubeconfig } from "./own-kubeconfig.ts";

const { signal } = new AbortController();
const row = {
  name: "heron",
  provider: "cluster-api",
  spec: { clusterApi: { namespace: "fleet" } },
} as unknown as ClusterRow;
const apply = vi.fn<(step: string) => Promise<{ message: string }>>();
const act = vi.fn<() => Promise<string>>();
const deps = { providers: { "cluster-api": { apply } } } as unknown as ClusterLoopDeps;
const ask = () => withOwnKubeconfig(deps, row, signal, act);
const refused = (who: string) => new UserError("CredentialsRefused", `${who} refuses the credentials (401).`);

beforeEach(() => {
  apply.mockReset().mockResolvedValue({ message: "It is stored." });
  act.mockReset().mockRejectedValueOnce(refused("https://heron")).mockResolvedValue("It answers.");
});

test("a kubeconfig that is refused is taken over anew, and the cluster is asked once more", async () => {
  await expect(ask()).resolves.toBe("It answers.");
  expect(apply.mock.calls.map(([step]) => step)).toEqual(["kubeconfig"]);
});

test("one that is taken is not asked for again", async () => {
  act.mockReset().mockResolvedValue("It answers.");
  await ask();
  expect(apply).not.toHaveBeenCalled();
});

test("refused as it is written now, it is for no person to mend: the loop tries on", async () => {
  act.mockReset().mockRejectedValue(refused("https://heron"));
  const error: unknown = await ask().catch((reason: unknown) => reason);
  expect(error).not.toBeInstanceOf(UserError);
  expect(error).toMatchObject({
    message:
      "heron refuses its own kubeconfig (401), also as the secret fleet/heron-kubeconfig holds it now: its control plane provider must write it anew.",
  });
  expect(act).toHaveBeenCalledTimes(2);
});

test("where the management cluster does not give it, that is what a person mends", async () => {
  apply.mockRejectedValue(refused("The management cluster home"));
  await expect(ask()).rejects.toMatchObject({
    reason: "CredentialsRefused",
    message: "The management cluster home refuses the credentials (401).",
  });
});

test("a right that is missing inside is not one that the management cluster's credentials lack", async () => {
  act.mockReset().mockRejectedValue(new UserError("Forbidden", "https://heron forbids it."));
  await expect(ask()).rejects.toMatchObject({
    reason: "ForbiddenInside",
    message: "https://heron forbids it.",
  });
});

test("any other failure is as it was", async () => {
  const failure = new Error("https://heron cannot be reached: nothing listens there.");
  act.mockReset().mockRejectedValue(failure);
  await expect(ask()).rejects.toBe(failure);
});
