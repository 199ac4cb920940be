"use client";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { counted } from "#charts/format.ts";
import { DryRunFigures } from "#components/dry-run/dry-run-figures.tsx";
import { useMay } from "#components/shell/me.tsx";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { Switch } from "#components/ui/checkbox.tsx";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";
import { Section } from "#components/ui/section.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { ClusterDetail } from "#server/domain/cluster/view.ts";
import type { DryRunDays } from "#server/domain/policy/dry-run-view.ts";
import { useClusterVerb } from "./use-cluster-verb.ts";

/** Every policy of the cluster only tried: what it would do is recorded, and no Job is touched. */
export function DryRunSection({ cluster }: { cluster: ClusterDetail }) {
  const { name, carbonDryRun, waitingJobs } = cluster;
  const mayOperate = useMay("operate");
  const [asking, setAsking] = useState(false);
  const set = useSetDryRun(name, () => setAsking(false));
  const begin = () => set.mutate({ name, dryRun: true });
  const turn = (on: boolean) => {
    if (!on) set.mutate({ name, dryRun: false });
    else if (waitingJobs === 0) begin();
    else setAsking(true);
  };
  return (
    <Section title="Dry run" aside={carbonDryRun ? "on" : "off"}>
      <div className="grid justify-items-start gap-3">
        <p className="max-w-[72ch] text-ink-2">
          {carbonDryRun
            ? "Each Job is decided on and left alone, whatever its policy says; what would have been saved is recorded."
            : "In a dry run each Job is decided on and left alone, so that you see what would be saved before any Job waits."}
        </p>
        <Switch
          label={`Dry run of ${name}`}
          checked={carbonDryRun}
          disabled={!mayOperate || set.isPending}
          onChange={turn}
        />
        {!mayOperate && <p className="text-small text-ink-3">Setting it takes the role operator.</p>}
        <Recorded name={name} on={carbonDryRun} />
      </div>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={`Begin a dry run of ${name}?`}
        description={`${
          waitingJobs === null
            ? "The Jobs it holds start"
            : `${counted(waitingJobs, "held Job")} ${waitingJobs === 1 ? "starts" : "start"}`
        } at once, whatever the grid. Later ones are decided on and left alone.`}
      >
        <DialogButtons>
          <Button onClick={() => setAsking(false)}>Leave it off</Button>
          <Button kind="first" busy={set.isPending} onClick={begin}>
            Begin the dry run
          </Button>
        </DialogButtons>
      </Dialog>
    </Section>
  );
}

/** Of policies in a dry run of their own as well; nothing where there was none. */
function Recorded({ name, on }: { name: string; on: boolean }) {
  const trpc = useTRPC();
  const [days, setDays] = useState<DryRunDays>(7);
  const query = useQuery(
    trpc.cluster.dryRun.queryOptions({ name, days }, { placeholderData: keepPreviousData }),
  );
  const recorded = (query.data?.jobs ?? 0) > 0 || days !== 7; // whoever chose the other period has seen some
  return on || recorded ? <DryRunFigures query={query} days={days} onDays={setDays} /> : null;
}

function useSetDryRun(name: string, close: () => void) {
  const trpc = useTRPC();
  const { refresh, refused } = useClusterVerb();
  return useMutation(
    trpc.cluster.setCarbonDryRun.mutationOptions({
      onSuccess: async (_, { dryRun }) => {
        close();
        toast.done(
          dryRun
            ? {
                fact: `${name} is in a dry run.`,
                consequence: "Its Jobs start at once; what they would have done is recorded.",
              }
            : {
                fact: `The dry run of ${name} is over.`,
                consequence: "Jobs submitted from now on may wait.",
              },
        );
        await refresh();
      },
      onError: refused("Nothing was changed."),
    }),
  );
}
