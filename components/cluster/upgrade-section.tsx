"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "#components/shell/me.tsx";
import { type Outputs, useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { QueryPart } from "#components/ui/query-part.tsx";
import { Section } from "#components/ui/section.tsx";
import { Bar } from "#components/ui/skeleton.tsx";
import type { ClusterDetail } from "#server/domain/cluster/view.ts";
import { UpgradeChecks } from "./preview-part.tsx";
import { UpgradeDialog } from "./upgrade-dialog.tsx";

type View = Outputs["cluster"]["upgrades"];

/** Which Kubernetes it runs, where it may go from there, and what stands in the way. */
export function UpgradeSection({ cluster }: { cluster: ClusterDetail }) {
  const trpc = useTRPC();
  const mayOperate = useMay("operate");
  const [open, setOpen] = useState(false);
  const { name, spec, generation, observedGeneration } = cluster;
  const upgrades = useQuery({
    ...trpc.cluster.upgrades.queryOptions({ name }),
    enabled: mayOperate,
    // its plan and its machines move while something is under way
    refetchInterval: generation === observedGeneration ? false : 5_000,
  });
  return (
    <Section title="Kubernetes version" aside={<span className="mono">{spec.kubernetesVersion}</span>}>
      {!mayOperate && <p className="text-small text-ink-3">Upgrading takes the role operator.</p>}
      {mayOperate && (
        <QueryPart query={upgrades} failure="The versions could not be read." loading={<Bar width="60%" />}>
          {(view) => (
            <>
              <p className="max-w-[72ch] text-ink-2">{view.plan ?? waysSentence(view)}</p>
              {canGo(view) && <InTheWay view={view} />}
              {canGo(view) && !view.plan && (
                <Button small className="mt-2.5" onClick={() => setOpen(true)}>
                  Upgrade it
                </Button>
              )}
              {open && <UpgradeDialog name={name} view={view} onClose={() => setOpen(false)} />}
            </>
          )}
        </QueryPart>
      )}
    </Section>
  );
}

const canGo = ({ ways, typed }: View): boolean => ways.length > 0 || typed !== null;

function waysSentence({ ways, typed }: View): string {
  if (typed)
    return `Its class lists no versions, so any patch of this minor or of ${typed.next} may be typed, and no minor may be skipped.`;
  if (ways.length > 0) return `It can go to ${ways.map(({ version }) => version).join(", ")}.`;
  return "Its class offers no newer version. Add one to the class, and it can be chosen here.";
}

/** Only what does not hold; the whole list stands in the dialog. */
function InTheWay({ view: { checks, plan } }: { view: View }) {
  const failed = checks.filter(({ ok }) => !ok);
  if (failed.length === 0 || plan) return null;
  return (
    <div className="mt-2.5 max-w-[72ch]">
      <UpgradeChecks checks={failed} />
    </div>
  );
}
