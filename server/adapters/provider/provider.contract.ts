import { describe, expect, test, vi } from "vitest";
import type { ClusterIdentity, ClusterProvider } from "#server/domain/cluster/provider.ts";
import { specOfSize, type ProviderName } from "#server/domain/cluster/spec.ts";
import { TerminalError } from "#server/domain/errors.ts";

const OURS = new Set(["accepted", "agent", "policies", "ready"]); // the loop's own steps, the same for every provider
const { signal } = new AbortController();

export interface ProviderCase {
  name: ProviderName;
  cluster: ClusterIdentity;
  make: () => ClusterProvider;
  /** What must be there before its first step. */
  given: () => Promise<void>;
  /** Kubeconfigs by the cluster's id. */
  stored: () => Map<string, string>;
  /** Whether anything of the cluster is left on this machine. */
  isLeft: () => boolean;
}

/** What every provider does. No case knows which it runs against, but that one which was made elsewhere cannot be woken. */
export function providerContract({ name, cluster, make, given, stored, isLeft }: ProviderCase): void {
  const spec = specOfSize("small", name);
  async function created() {
    await given();
    const provider = make();
    for (const step of provider.createSteps(spec)) {
      if (!OURS.has(step.name)) await provider.apply(step.name, cluster, spec, signal);
    }
    return provider;
  }
  describe(`the provider ${name}`, () => {
    test("says its own name, and names each step once", () => {
      const provider = make();
      expect(provider.name).toBe(name);
      for (const steps of [
        provider.createSteps(spec),
        provider.scaleSteps(spec),
        provider.deleteSteps(spec),
      ]) {
        const names = steps.map((step) => step.name);
        expect(new Set(names).size).toBe(names.length);
        expect(names.every((each) => /^[a-z-]+$/.test(each))).toBe(true);
      }
      expect(provider.deleteSteps(spec).every((step) => step.leaves !== undefined)).toBe(true);
    });

    test("each step tells what it did, and may be done again", async () => {
      await given();
      const provider = make();
      for (const step of provider.createSteps(spec).filter((each) => !OURS.has(each.name))) {
        const first = await provider.apply(step.name, cluster, spec, signal);
        expect(first.message).toMatch(/\.$/);
        expect(await provider.apply(step.name, cluster, spec, signal)).toEqual(first);
      }
      expect(await provider.kubeconfig(cluster)).toContain("kind: Config");
    });

    test("what was made answers: version, nodes, held Jobs, address", async () => {
      const provider = await created();
      const observation = await provider.observe(cluster, spec, signal);
      expect(observation).toMatchObject({ reachable: true, waitingJobs: 0 });
      expect(observation.version).toMatch(/^v1\.\d+/);
      expect(observation.server).toMatch(/^https:\/\/127\.0\.0\.1:/);
      expect(observation.nodesWanted).toBeGreaterThanOrEqual(observation.nodesReady);
    });

    test("an unknown step is refused for good, not tried again", async () => {
      await expect(make().apply("no-such-step", cluster, spec, signal)).rejects.toThrow(TerminalError);
      await expect(make().teardown("no-such-step", cluster, spec, signal)).rejects.toThrow(TerminalError);
    });

    test("the teardown may be done again, step by step, and ends with nothing stored", async () => {
      const provider = await created();
      for (const step of provider.deleteSteps(spec).filter((each) => each.name !== "agent")) {
        await vi.waitFor(() => provider.teardown(step.name, cluster, spec, signal), {
          timeout: 10_000,
          interval: 50,
        });
        await provider.teardown(step.name, cluster, spec, signal);
      }
      expect(isLeft()).toBe(false);
    });

    test("a cluster of which nothing was made is taken down all the same", async () => {
      const provider = make();
      for (const step of provider.deleteSteps(spec).filter((each) => each.name !== "agent")) {
        expect((await provider.teardown(step.name, cluster, spec, signal)).message).toMatch(/\.$/);
      }
    });

    test("an address where nobody listens is an error that names it, never an empty cluster", async () => {
      const provider = make();
      stored().set(cluster.id, kubeconfigTo("https://127.0.0.1:1"));
      if (name === "imported") {
        await expect(provider.observe(cluster, spec, signal)).rejects.toThrow(
          "https://127.0.0.1:1 cannot be reached: nothing listens there.",
        );
      } else {
        await provider.observe(cluster, spec, signal); // a sandbox is woken from its state instead
        expect(stored().get(cluster.id)).not.toContain("127.0.0.1:1\n");
      }
    });

    test("credentials that are refused are a person's to mend", async () => {
      const provider = await created();
      const text = stored().get(cluster.id) ?? "";
      stored().set(cluster.id, withoutProof(text));
      await expect(provider.observe(cluster, spec, signal)).rejects.toThrow(
        /refuses the credentials \(401\)/,
      );
    });
  });
}

/** Others in place of what the kubeconfig has. */
const withoutProof = (yaml: string): string =>
  yaml
    .replace(/token: .*/, "token: someone-elses")
    .replace(/client-certificate-data: .*/, "token: someone-elses")
    .replace(/client-key-data: .*/, "");

export const kubeconfigTo = (server: string): string =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "a",
    contexts: [{ name: "a", context: { cluster: "a", user: "a" } }],
    clusters: [{ name: "a", cluster: { server } }],
    users: [{ name: "a", user: { token: "t" } }],
  });
