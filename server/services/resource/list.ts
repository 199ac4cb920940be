import { z } from "zod";
import { listPage } from "#server/adapters/kubernetes/resource.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { DomainError } from "#server/domain/errors.ts";
import { selectorFault } from "#server/domain/resource/selector.ts";
import type { ListView } from "#server/domain/resource/view.ts";
import { KindTarget, kindIn, told } from "./target.ts";

export const ListObjects = KindTarget.extend({
  namespace: z.string().max(253).nullish(),
  labelSelector: z.string().max(2_000).default(""),
  fieldSelector: z.string().max(2_000).default(""),
  limit: z.int().min(1).max(500).default(100),
  /** `next` of the page before. */
  cursor: z.string().max(10_000).nullish(),
});
export type ListObjects = z.input<typeof ListObjects>;

/** One page of a kind's objects, in the columns that `kubectl get` prints. */
export async function listObjects(app: App, input: z.infer<typeof ListObjects>): Promise<ListView> {
  authorise(app.actor, "read", "see the objects of clusters");
  const fault = selectorFault(input.labelSelector);
  if (fault) throw new DomainError("BAD_REQUEST", fault);
  const { cluster, kube, kind, signal } = await kindIn(app, input);
  const { namespace = null, labelSelector, fieldSelector, limit, cursor } = input;
  const wish = { namespace, labelSelector, fieldSelector, limit, next: cursor ?? null };
  const page = await told(cluster, () => listPage(kube, kind, wish, signal), `list of ${kind.plural}`);
  return { kind, ...page };
}
