import { setTimeout as sleep } from "node:timers/promises";
import { parse, stringify } from "yaml";
import { z } from "zod";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import type { Permission } from "#server/domain/cluster/cluster-api/management.ts";

const Kubeconfig = z.looseObject({ users: z.array(z.looseObject({ name: z.string() })) });

/** The same kubeconfig with a token in place of what it had. */
export function withToken(yaml: string, token: string): string {
  const { users, ...rest } = Kubeconfig.parse(parse(yaml));
  return stringify({ ...rest, users: users.map(({ name }) => ({ name, user: { token } })) });
}

const NAME = "limited";
const RBAC = "/apis/rbac.authorization.k8s.io/v1";
const REVIEWS = "/apis/authorization.k8s.io/v1/subjectaccessreviews";
const KNOWN_WITHIN_MS = 30_000;
const ACCOUNTS = "/api/v1/namespaces/default/serviceaccounts";

/** The API server knows of a role a moment after it is written. @throws Error when it never does */
async function untilAllowed(kube: KubeClient, permissions: readonly Permission[]): Promise<void> {
  const isAllowed = async (resourceAttributes: Permission): Promise<boolean> => {
    const { status } = await kube.json<{ status: { allowed: boolean } }>(REVIEWS, {
      method: "POST",
      body: {
        apiVersion: "authorization.k8s.io/v1",
        kind: "SubjectAccessReview",
        spec: { user: `system:serviceaccount:default:${NAME}`, resourceAttributes },
      },
    });
    return status.allowed;
  };
  const endsAt = performance.now() + KNOWN_WITHIN_MS;
  for (const permission of permissions)
    while (!(await isAllowed(permission))) {
      if (performance.now() > endsAt) throw new Error(`${NAME} may never ${JSON.stringify(permission)}.`);
      await sleep(50);
    }
}

/** Somebody who may do just this, by RBAC. */
export async function limitedTo(kube: KubeClient, kubeconfig: string, permissions: readonly Permission[]) {
  const metadata = { name: NAME };
  await kube.json(ACCOUNTS, { method: "POST", body: { apiVersion: "v1", kind: "ServiceAccount", metadata } });
  const write = (allowed: readonly Permission[]) =>
    kube.apply(
      `${RBAC}/clusterroles/${NAME}`,
      {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "ClusterRole",
        metadata,
        rules: allowed.map(({ verb, group, resource }) => ({
          verbs: [verb],
          apiGroups: [group],
          resources: [resource],
        })),
      },
      { fieldManager: "test", force: true },
    );
  await write(permissions);
  await kube.json(`${RBAC}/clusterrolebindings`, {
    method: "POST",
    body: {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: NAME },
      subjects: [{ kind: "ServiceAccount", name: NAME, namespace: "default" }],
    },
  });
  await untilAllowed(kube, permissions);
  const request = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} };
  const { status } = await kube.json<{ status: { token: string } }>(`${ACCOUNTS}/${NAME}/token`, {
    method: "POST",
    body: request,
  });
  return {
    kubeconfig: withToken(kubeconfig, status.token),
    async allow(allowed: readonly Permission[]): Promise<void> {
      await write(allowed);
      await untilAllowed(kube, allowed);
    },
    async remove(): Promise<void> {
      for (const path of [
        `${RBAC}/clusterrolebindings/${NAME}`,
        `${RBAC}/clusterroles/${NAME}`,
        `${ACCOUNTS}/${NAME}`,
      ])
        await kube.json(path, { method: "DELETE" });
    },
  };
}
