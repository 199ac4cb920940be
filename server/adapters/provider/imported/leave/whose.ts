import { findObject } from "#server/adapters/kubernetes/find-object.ts";
import { isNotFound } from "#server/adapters/kubernetes/api-error.ts";
import { CONSOLE_MANAGER } from "#server/adapters/kubernetes/object-set.ts";
import { Waiting } from "#server/domain/errors.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import type { Access } from "../../kube-access.ts";
import { MARKS_MANAGER } from "../../marks.ts";

/** The field managers of every part of ours that writes to a cluster which it did not make. */
export const OUR_MANAGERS: readonly string[] = [
  CONSOLE_MANAGER,
  MARKS_MANAGER,
  "policy-rollout",
  "carbon-poller",
  "karbonetes-agent",
];
export const OUR_LABEL = "app.kubernetes.io/managed-by";
const LOOK_AGAIN_MS = 1_000;

/** The console's own mark: it applied this object. */
export const isOfConsole = ({ metadata }: KubeObject): boolean =>
  metadata.managedFields?.some(({ manager }) => manager === CONSOLE_MANAGER) ?? false;

/** Bears the label of policies and scores that a control plane wrote. */
export const hasOurLabel = ({ metadata }: KubeObject): boolean =>
  metadata.labels?.[OUR_LABEL] === "karbonetes";

/** Who else wrote this object, as the cluster remembers: "helm". Its controllers write to the status alone. */
export const otherWriterOf = ({ metadata }: KubeObject): string | undefined => {
  const writers = (metadata.managedFields ?? [])
    .filter(({ subresource }) => !subresource)
    .map(({ manager }) => manager ?? "somebody");
  return writers.length === 0 ? "somebody" : writers.find((manager) => !OUR_MANAGERS.includes(manager));
};

/** Asks for its end. @throws Waiting while it is there; it names what holds it */
export async function removeWhole(access: Access, path: string): Promise<void> {
  const { client, signal } = access;
  try {
    await client.json(path, { method: "DELETE", query: { propagationPolicy: "Background" }, signal });
  } catch (error) {
    if (isNotFound(error)) return;
    throw error;
  }
  const left = await findObject(access, path);
  if (left) throw new Waiting("ObjectsLeft", stillThere(left), LOOK_AGAIN_MS);
}

export function stillThere({ kind, metadata: { name, finalizers } }: KubeObject): string {
  const held = finalizers?.length ? `: the finalizer ${finalizers.join(", ")} holds it` : "";
  return `The ${kind} ${name} is still there${held}.`;
}
