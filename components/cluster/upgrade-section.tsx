"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "#components/shell/me.tsx";
import { type Outputs, useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";
import { PartError } from "#components/ui/note.tsx";
import { QueryPart } from "#components/ui/query-part.tsx";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import { Section } from "#components/ui/section.tsx";
import { Bar } from "#components/ui/skeleton.tsx";
import type { ClusterDetail } from "#server/domain/cluster/view.ts";
import { useClusterVerb } from "./use-cluster-verb.ts";

type Way = Outputs["cluster"]["upgrades"][number];

/** Which Kubernetes it runs, and where it may go from there. */
export function UpgradeSection({ cluster }: { cluster: ClusterDetail }) {
  const trpc = useTRPC();
  const mayOperate = useMay("operate");
  const [open, setOpen] = useState(false);
  const { name, spec, generation, observedGeneration } = cluster;
  const upgrades = useQuery({ ...trpc.cluster.upgrades.queryOptions({ name }), enabled: mayOperate });
  const busy = generation !== observedGeneration;
  return (
    <Section title="Kubernetes version" aside={<span className="mono">{spec.kubernetesVersion}</span>}>
      {!mayOperate && <p className="text-small text-ink-3">Upgrading takes the role operator.</p>}
      {mayOperate && (
        <QueryPart query={upgrades} failure="The versions could not be read." loading={<Bar width="60%" />}>
          {(ways) =>
            ways.length === 0 ? (
              <p className="max-w-[72ch] text-ink-2">
                Its class offers no newer version. Add one to the class, and it can be chosen here.
              </p>
            ) : (
              <>
                <p className="max-w-[72ch] text-ink-2">
                  {busy
                    ? "It can be upgraded once what was last asked of it is done."
                    : `It can go to ${ways.map(({ version }) => version).join(", ")}.`}
                </p>
                <Button small className="mt-2.5" disabled={busy} onClick={() => setOpen(true)}>
                  Upgrade it
                </Button>
                {open && <UpgradeDialog cluster={cluster} ways={ways} onClose={() => setOpen(false)} />}
              </>
            )
          }
        </QueryPart>
      )}
    </Section>
  );
}

function UpgradeDialog({
  cluster: { name, spec },
  ways,
  onClose,
}: {
  cluster: ClusterDetail;
  ways: readonly Way[];
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const { refresh } = useClusterVerb();
  const [version, setVersion] = useState(ways[0]?.version ?? "");
  const upgrade = useMutation(
    trpc.cluster.upgrade.mutationOptions({
      onSuccess: async () => {
        onClose();
        await refresh();
      },
    }),
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Upgrade ${name} from ${spec.kubernetesVersion}?`}
      description="The control plane first, then each pool: every machine is replaced by a new one. There is no way back."
    >
      <div className="mt-4 grid gap-4">
        <RadioGroup
          legend="To"
          value={version}
          onChange={setVersion}
          choices={ways.map(({ version: value, through }) => ({
            value,
            label: <span className="mono">{value}</span>,
            help:
              through.length > 1
                ? `By ${through.slice(0, -1).join(", ")}: every machine is replaced ${through.length} times`
                : "Every machine is replaced once",
          }))}
        />
        {upgrade.error && <PartError title="Nothing was changed.">{upgrade.error.message}</PartError>}
        <DialogButtons>
          <Button onClick={onClose}>Keep {spec.kubernetesVersion}</Button>
          <Button kind="first" busy={upgrade.isPending} onClick={() => upgrade.mutate({ name, version })}>
            Upgrade to {version}
          </Button>
        </DialogButtons>
      </div>
    </Dialog>
  );
}
