"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { Section } from "#components/ui/section.tsx";
import type { PartProps } from "./class-form.tsx";
import { MOST_POOLS, newPool, type PoolDraft } from "./pool-draft.ts";
import { PoolFields } from "./pool-fields.tsx";

/** Each pool has one class of machine, and so many of it, or bounds. */
export function ClassPools({
  draft,
  errors,
  change,
  chosen,
  managementId,
}: PartProps & { managementId: string }) {
  const { pools } = draft;
  const set = (index: number, part: Partial<PoolDraft>) =>
    change({ pools: pools.map((pool, at) => (at === index ? { ...pool, ...part } : pool)) });
  return (
    <Section
      title="Pools"
      aside={
        pools.length < MOST_POOLS && (
          <Button small onClick={() => change({ pools: [...pools, newPool(chosen, pools)] })}>
            Add a pool
          </Button>
        )
      }
    >
      <ul className="grid gap-6">
        {pools.map((pool, index) => (
          <li key={index}>
            <PoolFields
              pool={pool}
              errors={errors}
              at={index}
              workerClasses={chosen.workerClasses}
              set={(part) => set(index, part)}
              onRemove={
                pools.length > 1 ? () => change({ pools: pools.filter((_, at) => at !== index) }) : undefined
              }
            />
          </li>
        ))}
      </ul>
      {pools.some(({ size }) => size === "bounds") && <Autoscaler managementId={managementId} />}
    </Section>
  );
}

/** Bounds do nothing by themselves: said before a person relies on them. */
function Autoscaler({ managementId }: { managementId: string }) {
  const trpc = useTRPC();
  const { data, error } = useQuery(trpc.management.autoscaler.queryOptions({ id: managementId }));
  const sentence =
    data?.sentence ?? (error ? `Whether an autoscaler runs is not known: ${error.message}` : "");
  return <p className="mt-3 max-w-[72ch] text-small text-ink-2">{sentence}</p>;
}
