import { expect } from "@playwright/test";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";

/** What a dashboard such as Headlamp asks an API server when a person opens it. */
export async function readsLikeHeadlamp(kube: KubeClient): Promise<void> {
  await discovers(kube);
  await asksForPermission(kube);
  await pages(kube);
  await watches(kube);
}

async function discovers(kube: KubeClient): Promise<void> {
  const { groups } = await kube.json<{ groups: { name: string }[] }>("/apis");
  expect(groups.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["batch", "karpenter.sh", "carbon-aware.io"]),
  );
  const core = await kube.json<{ resources: { name: string }[] }>("/api/v1");
  expect(core.resources.map(({ name }) => name)).toEqual(expect.arrayContaining(["nodes", "pods", "events"]));
  const { paths } = await kube.json<{ paths: Record<string, { serverRelativeURL: string }> }>("/openapi/v3");
  const ours = paths["apis/carbon-aware.io/v1alpha1"]?.serverRelativeURL ?? "/absent";
  const { components } = await kube.json<{ components: { schemas: Record<string, unknown> } }>(ours);
  expect(Object.keys(components.schemas).some((name) => name.endsWith("CarbonAwarePolicy"))).toBe(true);
}

async function asksForPermission(kube: KubeClient): Promise<void> {
  const review = await kube.json<{ status: { allowed: boolean } }>(
    "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
    {
      method: "POST",
      body: {
        apiVersion: "authorization.k8s.io/v1",
        kind: "SelfSubjectAccessReview",
        spec: {
          resourceAttributes: { verb: "delete", group: "batch", resource: "jobs", namespace: "default" },
        },
      },
    },
  );
  expect(review.status.allowed).toBe(true);
}

interface Page {
  items: KubeObject[];
  metadata: { continue?: string; remainingItemCount?: number };
}

async function pages(kube: KubeClient): Promise<void> {
  const path = "/apis/rbac.authorization.k8s.io/v1/clusterroles"; // a fresh cluster has some seventy
  const names: string[] = [];
  let next: string | undefined;
  do {
    const page: Page = await kube.json<Page>(path, { query: { limit: 20, continue: next } });
    names.push(...page.items.map(({ metadata }) => metadata.name));
    next = page.metadata.continue === "" ? undefined : page.metadata.continue;
  } while (next);
  expect(names.length).toBeGreaterThan(40);
  expect(new Set(names).size).toBe(names.length);
}

async function watches(kube: KubeClient): Promise<void> {
  const path = "/api/v1/namespaces/default/configmaps";
  const { resourceVersion } = await kube.list<KubeObject>(path);
  const stop = new AbortController();
  const lines = await kube.stream(path, {
    query: { watch: true, resourceVersion, timeoutSeconds: 30 },
    signal: stop.signal,
  });
  await kube.json(path, {
    method: "POST",
    body: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "seen" }, data: { by: "a watch" } },
  });
  let text = "";
  for await (const chunk of lines) {
    text += Buffer.from(chunk).toString();
    if (text.includes('"name":"seen"')) break;
  }
  stop.abort();
  expect(text).toContain('"type":"ADDED"');
}
