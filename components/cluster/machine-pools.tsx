"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { counted } from "#charts/format.ts";
import { useMay } from "#components/shell/me.tsx";
import { type Outputs, useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { QueryPart } from "#components/ui/query-part.tsx";
import { Section } from "#components/ui/section.tsx";
import { Bar } from "#components/ui/skeleton.tsx";
import type { ClusterChange } from "#server/domain/cluster/cluster-api/change.ts";
import { ROLES } from "#server/domain/cluster/cluster-api/change-words.ts";
import type { PoolSpec } from "#server/domain/cluster/spec.ts";
import type { ClusterDetail } from "#server/domain/cluster/view.ts";
import { ChangeDialog } from "./change-dialog.tsx";
import { draftOfPool, MOST_POOLS, newPool, type PoolDraft } from "./pool-draft.ts";
import { PoolFields } from "./pool-fields.tsx";
import { readPools } from "./machine-pools.prepare.ts";
import { usePoolDrafts } from "./use-pool-drafts.ts";

type Options = Outputs["cluster"]["poolOptions"];

interface MachinePoolsProps {
  cluster: ClusterDetail;
  /** Before that its pools may be mended, and there is nothing to roll. */
  made: boolean;
}

/** The machines of a cluster of Cluster API: its control plane and its pools. */
export function MachinePools({ cluster, made }: MachinePoolsProps) {
  const trpc = useTRPC();
  const mayOperate = useMay("operate");
  const { name, spec } = cluster;
  const options = useQuery({ ...trpc.cluster.poolOptions.queryOptions({ name }), enabled: mayOperate });
  if (!mayOperate) {
    return (
      <Section title="Node pools">
        <ul className="grid gap-1">
          {spec.pools.map((pool) => (
            <li key={pool.name}>{poolSentence(pool)}</li>
          ))}
        </ul>
        <p className="mt-2 text-small text-ink-3">Changing them takes the role operator.</p>
      </Section>
    );
  }
  return (
    <QueryPart
      query={options}
      failure="What its pools may be could not be read."
      loading={
        <Section title="Node pools">
          <Bar width="60%" />
        </Section>
      }
    >
      {(known) => <PoolsForm cluster={cluster} made={made} known={known} />}
    </QueryPart>
  );
}

const poolSentence = ({ name, role, minNodes, maxNodes }: PoolSpec): string =>
  `${name}: ${minNodes === maxNodes ? counted(maxNodes, "machine") : `${minNodes} to ${counted(maxNodes, "machine")}`}, ${ROLES[role]}.`;

/** One that a cloud runs has none to be rolled. */
const controlPlaneSentence = (machines: number): string =>
  machines === 0
    ? "Control plane: no machine of it is seen here, as of one that a cloud runs."
    : `Control plane: ${counted(machines, "machine")} now.`;

interface Asked {
  change: ClusterChange;
  title: string;
  verb: string;
  fact: string;
}

/** Nothing is written before its preview was seen. */
function PoolsForm({ cluster: { name, spec }, made, known }: MachinePoolsProps & { known: Options }) {
  const there = spec.pools.map((pool) => draftOfPool(pool, known.pools[pool.name]));
  const { pools, setPools, changed, overtaken, discard } = usePoolDrafts(there);
  const [asked, setAsked] = useState<Asked>();
  const { wish, errors } = readPools(pools);
  const kept = (pool: PoolDraft) => there.find((each) => each.name === pool.name);
  const set = (index: number, part: Partial<PoolDraft>) =>
    setPools(pools.map((pool, at) => (at === index ? { ...pool, ...part } : pool)));
  const roll = (pool: string | null) =>
    setAsked({
      change: { kind: "roll", pool },
      title: `Roll ${pool ?? "the control plane"} of ${name}?`,
      verb: "Roll it now",
      fact: `${pool ?? "The control plane"} is being rolled.`,
    });
  return (
    <Section
      title="Node pools"
      aside={
        pools.length < MOST_POOLS && (
          <Button small onClick={() => setPools([...pools, newPool(known, [...there, ...pools])])}>
            Add a pool
          </Button>
        )
      }
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (wish)
            setAsked({
              change: { kind: "pools", pools: wish },
              title: `Change the pools of ${name}?`,
              verb: "Change them",
              fact: `The pools of ${name} are being changed.`,
            });
        }}
      >
        <ul className="grid gap-5">
          {pools.map((pool, index) => (
            <li key={index} className="border-b border-line pb-5" aria-label={`Pool ${pool.name}`}>
              <PoolFields
                pool={pool}
                before={kept(pool)}
                errors={errors}
                at={index}
                workerClasses={known.workerClasses}
                set={(part) => set(index, part)}
                onRemove={
                  pools.length > 1 ? () => setPools(pools.filter((_, at) => at !== index)) : undefined
                }
                onRoll={made && kept(pool) ? () => roll(pool.name) : undefined}
              />
            </li>
          ))}
        </ul>
        {pools.some(({ size }) => size === "bounds") && (
          <p className="mt-3 max-w-[72ch] text-small text-ink-2">{known.autoscaler}</p>
        )}
        <div className="mt-3 flex flex-wrap items-center gap-2">
          <Button small type="submit" kind={changed ? "first" : "plain"} disabled={!changed || !wish}>
            Review the change
          </Button>
          {changed ? (
            <Button small kind="quiet" onClick={discard}>
              Discard
            </Button>
          ) : (
            <span className="text-small text-ink-3">Nothing to change.</span>
          )}
          {changed && !wish && (
            <span role="alert" className="text-small text-crimson">
              A field needs a look above.
            </span>
          )}
        </div>
        {overtaken && (
          <p role="status" className="mt-2 text-small text-ink-2">
            The pools were changed meanwhile. What you typed is kept, beside what is there now.
          </p>
        )}
      </form>
      {made && (
        <div className="mt-4 flex flex-wrap items-center justify-between gap-2 border-t border-line pt-3">
          <p className="text-ink-2">{controlPlaneSentence(known.controlPlane)}</p>
          {known.controlPlane > 0 && (
            <Button small kind="quiet" onClick={() => roll(null)}>
              Roll now<span className="sr-only"> the control plane</span>
            </Button>
          )}
        </div>
      )}
      {asked && (
        <ChangeDialog {...asked} name={name} keep="Leave it as it is" onClose={() => setAsked(undefined)} />
      )}
    </Section>
  );
}
