import type { Access } from "../kube-access.ts";

interface Need {
  verb: string;
  group: string;
  resource: string;
}
const NEEDS: readonly Need[] = [
  { verb: "list", group: "", resource: "nodes" },
  { verb: "list", group: "", resource: "pods" },
  { verb: "list", group: "batch", resource: "jobs" },
  { verb: "watch", group: "batch", resource: "jobs" },
  { verb: "patch", group: "batch", resource: "jobs" },
  { verb: "create", group: "", resource: "namespaces" },
  { verb: "create", group: "apiextensions.k8s.io", resource: "customresourcedefinitions" },
  { verb: "patch", group: "carbon-aware.io", resource: "carbonawarepolicies" },
];

/** What the credentials may not do, as the cluster itself answers: "patch jobs". */
export async function missingPermissions({ client, signal }: Access): Promise<string[]> {
  const answers = await Promise.all(
    NEEDS.map(async ({ verb, group, resource }) => {
      const review = {
        apiVersion: "authorization.k8s.io/v1",
        kind: "SelfSubjectAccessReview",
        spec: { resourceAttributes: { verb, group, resource } },
      };
      const path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
      const { status } = await client.json<{ status?: { allowed?: boolean } }>(path, {
        method: "POST",
        body: review,
        signal,
      });
      return status?.allowed === true ? [] : [`${verb} ${resource}`];
    }),
  );
  return answers.flat();
}
