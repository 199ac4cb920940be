import { z } from "zod";
import { ClassPool } from "#server/domain/cluster/cluster-api/class-wish.ts";
import { poolsErrors, wishOfPool, type PoolDraft, type PoolErrors } from "./pool-draft.ts";

const Pools = z.object({ pools: z.array(ClassPool) });

/** What the pools of a form come to, or a sentence a field. */
export function readPools(drafts: readonly PoolDraft[]): {
  wish: ClassPool[] | undefined;
  errors: PoolErrors;
} {
  const parsed = Pools.safeParse({ pools: drafts.map(wishOfPool) });
  const errors = poolsErrors(drafts);
  for (const { path, message } of parsed.error?.issues ?? []) errors[path.join(".")] ??= message;
  return { wish: Object.keys(errors).length === 0 ? parsed.data?.pools : undefined, errors };
}
