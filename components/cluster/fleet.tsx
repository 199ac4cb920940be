"use client";
import { useMemo, useState } from "react";
import { useMay } from "#components/shell/me.tsx";
import { Button } from "#components/ui/button.tsx";
import type { ClusterSummary } from "#server/domain/cluster/view.ts";
import { ChangeMany } from "./change-many.tsx";
import { ClusterTable } from "./cluster-table.tsx";
import { filterFleet, groupChoices, groupFleet, skewOf } from "./fleet-groups.prepare.ts";
import { FleetFilters } from "./fleet-filters.tsx";
import { ManyDialog, type ManyDialogProps } from "./many-dialog.tsx";
import { useChoice } from "./use-choice.ts";
import { useFleetView } from "./use-fleet-view.ts";
import { useSavings } from "./use-savings.ts";

/** The clusters that are looked for, grouped, and what is done with many of them. One alone needs none of that. */
export function Fleet({ clusters }: { clusters: readonly ClusterSummary[] }) {
  const { view, setView } = useFleetView();
  const mayOperate = useMay("operate");
  const several = clusters.length > 1;
  const shown = useMemo(() => filterFleet(clusters, view), [clusters, view]);
  const groups = useMemo(() => groupFleet(shown, view.by), [shown, view.by]);
  const skew = useMemo(() => skewOf(clusters), [clusters]);
  const savings = useSavings();
  const choice = useChoice(useMemo(() => shown.map(({ name }) => name), [shown]));
  const chosen = shown.filter(({ name }) => choice.names.has(name));
  const [asked, setAsked] = useState<Pick<ManyDialogProps, "verb" | "clusters">>();
  return (
    <>
      {several && <FleetFilters view={view} setView={setView} choices={groupChoices(clusters)} />}
      {shown.length === 0 ? (
        <p className="py-6 text-ink-2">
          No cluster is like that.{" "}
          <Button small onClick={() => setView({ text: "", show: "all" })}>
            Show all
          </Button>
        </p>
      ) : (
        <ClusterTable
          groups={groups}
          skew={skew}
          savings={savings}
          choice={several && mayOperate ? choice : undefined}
        />
      )}
      {several && choice.names.size > 0 && (
        <ChangeMany
          clusters={chosen}
          onVerb={(verb) => setAsked({ verb, clusters: chosen })}
          onDone={choice.clear}
        />
      )}
      {/* on its own: a cluster that is changed may leave what is shown, and with it what is chosen */}
      {asked && <ManyDialog {...asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}
