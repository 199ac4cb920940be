import { readFile } from "node:fs/promises";
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import { untilServed } from "#server/adapters/kubernetes/install.ts";
import { FIELD_MANAGER, POOLS_PATH } from "../apply-pools.ts";
import type { Access } from "../kube-access.ts";
import { NODE_CLASS } from "./node-pool.ts";

const CRDS_PATH = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const NODE_CLASSES_PATH = "/apis/karpenter.kwok.sh/v1alpha1/kwoknodeclasses";

const Crd = z.looseObject({ metadata: z.looseObject({ name: z.string() }) });

/** What Karpenter must find when it starts: its kinds, and the class of all nodes. Idempotent. */
export async function installKarpenter({ client, signal }: Access, crdsFile: string): Promise<void> {
  const options = { fieldManager: FIELD_MANAGER, force: true, signal };
  for (const document of parseAllDocuments(await readFile(crdsFile, "utf8"))) {
    const parsed = Crd.safeParse(document.toJS()); // a file that begins with --- has an empty first document
    if (parsed.success) await client.apply(`${CRDS_PATH}/${parsed.data.metadata.name}`, parsed.data, options);
  }
  for (const path of [POOLS_PATH, NODE_CLASSES_PATH]) await untilServed(client, path, signal);
  await client.apply(`${NODE_CLASSES_PATH}/${NODE_CLASS.metadata.name}`, NODE_CLASS, options);
}
