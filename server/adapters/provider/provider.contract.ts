import { describe, expect, test, vi } from "vitest";
import type { ClusterIdentity, ClusterProvider } from "#server/domain/cluster/provider.ts";
import { specOfSize, type ClusterSpec, type ProviderName } from "#server/domain/cluster/spec.ts";
import { TerminalError, Waiting } from "#server/domain/errors.ts";

/** The loop's own steps, the same for every provider. */
const OURS = new Set(["accepted", "network", "dns", "storage", "agent", "policies", "ready"]);
const { signal } = new AbortController();

export interface ProviderCase {
  name: ProviderName;
  cluster: ClusterIdentity;
  make: () => ClusterProvider;
  /** What must be there before its first step. */
  given: () => Promise<void>;
  /** Kubeconfigs by the cluster's id. */
  stored: () => Map<string, string>;
  /** Whether anything of the cluster is left where it was made. */
  isLeft: () => boolean | Promise<boolean>;
  /** What it is to be; where it says nothing, a small one. */
  spec?: ClusterSpec;
  /** As whoever gives out its credentials does; where it says nothing, they are stored. */
  write?: (yaml: string) => Promise<void>;
  /** Its API serves no Jobs, as of machines in memory: none could be counted. */
  withoutJobs?: boolean;
  /** Its API asks nobody who they are, as of machines in memory: no credentials are refused. */
  letsAnybodyIn?: boolean;
  /** Real time that one step may take. */
  patienceMs?: number;
}

/** What every provider does. No case knows which it runs against, but that one which was made elsewhere cannot be woken. */
export function providerContract(contract: ProviderCase): void {
  const { name, cluster, make, given, stored, isLeft, patienceMs = 10_000 } = contract;
  const spec = contract.spec ?? specOfSize("small", name);
  const write = contract.write ?? ((yaml) => Promise.resolve(void stored().set(cluster.id, yaml)));
  /** As the loop does it: what waits is asked again, and whatever else goes wrong is a failure. */
  const untilDone = (act: () => Promise<{ message: string }>) =>
    vi.waitUntil(() => act().catch(whileWaiting), { timeout: patienceMs, interval: 50 });
  async function created() {
    await given();
    const provider = make();
    for (const step of provider.createSteps(spec)) {
      if (!OURS.has(step.name)) await untilDone(() => provider.apply(step.name, cluster, spec, signal));
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
        const first = await untilDone(() => provider.apply(step.name, cluster, spec, signal));
        expect(first.message).toMatch(/\.$/);
        expect(await provider.apply(step.name, cluster, spec, signal)).toEqual(first);
      }
      expect(await provider.kubeconfig(cluster)).toContain("kind: Config");
    });

    test("what was made answers: version, nodes, held Jobs, address", async () => {
      const provider = await created();
      const observation = await provider.observe(cluster, spec, signal);
      expect(observation).toMatchObject({
        reachable: true,
        waitingJobs: contract.withoutJobs ? undefined : 0,
      });
      expect(observation.version).toMatch(/^v1\.\d+/);
      expect(observation.server).toMatch(/^https:\/\/127\.0\.0\.1:/);
      expect(observation.nodesWanted).toBeGreaterThanOrEqual(observation.nodesReady);
    });

    test("an unknown step is refused for good, not tried again", async () => {
      await expect(make().apply("no-such-step", cluster, spec, signal)).rejects.toThrow(TerminalError);
      await expect(make().teardown("no-such-step", cluster, spec, signal)).rejects.toThrow(TerminalError);
    });

    test("an address where nobody listens is an error that names it, never an empty cluster", async () => {
      const provider = name === "cluster-api" ? await created() : make(); // one that is gone there is told as such
      await write(kubeconfigTo("https://127.0.0.1:1"));
      if (name === "imported" || name === "cluster-api") {
        await expect(provider.observe(cluster, spec, signal)).rejects.toThrow(
          "https://127.0.0.1:1 cannot be reached: nothing listens there.",
        );
      } else {
        await provider.observe(cluster, spec, signal); // a sandbox is woken from its state instead
        expect(stored().get(cluster.id)).not.toContain("127.0.0.1:1\n");
      }
    });

    test("the teardown may be done again, step by step, and ends with nothing stored", async () => {
      const provider = await created();
      for (const step of provider.deleteSteps(spec).filter((each) => each.name !== "agent")) {
        await vi.waitFor(() => provider.teardown(step.name, cluster, spec, signal), {
          timeout: patienceMs,
          interval: 50,
        });
        await provider.teardown(step.name, cluster, spec, signal);
      }
      expect(await isLeft()).toBe(false);
    });

    test("a cluster of which nothing was made is taken down all the same", async () => {
      const provider = make();
      for (const step of provider.deleteSteps(spec).filter((each) => each.name !== "agent")) {
        expect((await provider.teardown(step.name, cluster, spec, signal)).message).toMatch(/\.$/);
      }
    });

    if (contract.letsAnybodyIn) return;
    test("credentials that are refused are a person's to mend", async () => {
      const provider = await created();
      const text = stored().get(cluster.id) ?? "";
      await write(withoutProof(text));
      await expect(provider.observe(cluster, spec, signal)).rejects.toThrow(
        /refuses the credentials \(401\)/,
      );
    });
  });
}

function whileWaiting(error: unknown): undefined {
  if (!(error instanceof Waiting)) throw error;
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
