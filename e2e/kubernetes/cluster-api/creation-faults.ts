import { expect, type Page } from "@playwright/test";
import { starterClass } from "#server/domain/cluster/cluster-api/starter-class.ts";
import { createObjectPaths } from "#server/adapters/kubernetes/object-path.ts";
import type { Api } from "../../support/api.ts";
import { look } from "../../support/look.ts";
import { killApi } from "./api-restart.ts";
import { NAMESPACE } from "./fleet.ts";
import { applyAll, type Management } from "./management.ts";

export const LONG = { timeout: 120_000 };
const CLASSES = `/apis/cluster.x-k8s.io/v1beta2/namespaces/${NAMESPACE}/clusterclasses`;
const MERGE = "application/merge-patch+json";

export interface Faulty {
  page: Page;
  api: Api;
  origin: string;
  management: Management;
  managementId: string;
}

/** One control-plane machine and one worker. */
export const create = (api: Api, managementId: string, name: string, className: string) =>
  api.cluster.createFromClass.mutate({
    name,
    zone: "DE",
    managementId,
    namespace: NAMESPACE,
    classRef: { name: className, namespace: NAMESPACE },
    kubernetesVersion: "v1.35.4",
    controlPlaneReplicas: 1,
    pools: [{ name: "md-0", role: "fallback", minNodes: 1, maxNodes: 1, machineClass: "default-worker" }],
  });
export const isReady = (api: Api, name: string) =>
  expect.poll(async () => (await api.cluster.get.query({ name })).state, LONG).toBe("ready");
export const isGone = (api: Api, name: string) =>
  expect
    .poll(async () => (await api.cluster.list.query()).map((cluster) => cluster.name), LONG)
    .not.toContain(name);

/** A patch of the class that fits nothing: only a cluster of it shows that. Its maker mends it, and the cluster goes on. */
export async function badClass({ page, api, origin, management, managementId }: Faulty): Promise<void> {
  const name = "unfit";
  const objects = starterClass(NAMESPACE, name, 0);
  const [cluster] = objects;
  const patch = {
    name: "gives-a-region",
    definitions: [
      {
        selector: {
          apiVersion: cluster?.apiVersion,
          kind: cluster?.kind,
          matchResources: { infrastructureCluster: true },
        },
        jsonPatches: [{ op: "replace", path: "/spec/template/spec/region", value: "eu-1" }],
      },
    ],
  };
  await applyAll(management.kube, objects);
  await management.kube.patch(`${CLASSES}/${name}`, { spec: { patches: [patch] } }, MERGE);
  await create(api, managementId, "misfit", name);
  await page.goto(`${origin}/clusters/misfit`);
  await expect(page.getByText(/gives-a-region/).first()).toBeVisible(LONG);
  await look(page, "bad-class");
  await management.kube.patch(`${CLASSES}/${name}`, { spec: { patches: null } }, MERGE);
  await isReady(api, "misfit");
  await api.cluster.delete.mutate({ name: "misfit", confirm: "misfit" });
  await isGone(api, "misfit");
  const pathOf = createObjectPaths(management.kube);
  for (const object of objects) await management.kube.json(await pathOf(object), { method: "DELETE" });
}

/** Its makers die, and the API that they work through, in the middle of its creation; in the end its own API does. */
export async function crashes(faulty: Faulty, className: string): Promise<void> {
  const { page, api, origin, management, managementId } = faulty;
  const { clusterApi, plane } = management;
  await clusterApi.kill("capd"); // with the webhooks of its kinds
  await create(api, managementId, "shaken", className);
  await page.goto(`${origin}/clusters/shaken`);
  await expect(page.getByText(/failed calling webhook/).first()).toBeVisible(LONG);
  await look(page, "provider-away");
  await clusterApi.run("capd");

  await killApi(management);
  await expect(
    page.getByText(/The management cluster home .* cannot be reached: nothing listens there/).first(),
  ).toBeVisible(LONG);
  await look(page, "management-away");
  await plane.run("kube-apiserver");
  const retry = page.getByRole("button", { name: "Retry now" }); // there while it waits for its back-off
  const machine = page.getByRole("button", { name: /^Machine shaken-.* as YAML/ }).first();
  await expect(async () => {
    if (await retry.isVisible()) await retry.click({ timeout: 2_000 });
    await expect(machine).toBeVisible({ timeout: 5_000 });
  }).toPass(LONG);
  await clusterApi.kill("capd"); // with a machine half made: none is made before its infrastructure is
  await expect(page.getByText(/Control plane not yet initialized/).first()).toBeVisible(LONG);
  await look(page, "provider-killed");
  await clusterApi.run("capd");
  await isReady(api, "shaken");

  await clusterApi.kill("capd"); // with the API server of the cluster in it
  await expect(page.getByText(/has not answered|cannot be reached/).first()).toBeVisible(LONG);
  await look(page, "workload-away");
  await clusterApi.run("capd");
  await api.cluster.delete.mutate({ name: "shaken", confirm: "shaken" });
  await isGone(api, "shaken");
}
