"use client";
import { useState } from "react";
import { useMay } from "#components/shell/me.tsx";
import { Button } from "#components/ui/button.tsx";
import { Note } from "#components/ui/note.tsx";
import { Section } from "#components/ui/section.tsx";
import type { ClusterDetail } from "#server/domain/cluster/view.ts";
import { ChangeDialog } from "./change-dialog.tsx";
import { MachinePools } from "./machine-pools.tsx";
import { UpgradeSection } from "./upgrade-section.tsx";

/** What can be done with a cluster that Cluster API made; each shows first what it will change. */
export function Operations({ cluster }: { cluster: ClusterDetail }) {
  const made = cluster.conditions.some(({ type, status }) => type === "Provisioned" && status === "True");
  return (
    <>
      <MachinePools cluster={cluster} made={made} />
      {made && <UpgradeSection cluster={cluster} />}
      {!cluster.reconcilePaused && <PauseSection cluster={cluster} />}
    </>
  );
}

function PauseSection({ cluster }: { cluster: ClusterDetail }) {
  const mayOperate = useMay("operate");
  const [open, setOpen] = useState(false);
  return (
    <Section title="Reconciliation" aside="on">
      <p className="max-w-[72ch] text-ink-2">
        Cluster API keeps its machines as they are wanted, and heals them. Paused, it lets them be.
      </p>
      {mayOperate ? (
        <Button small className="mt-2.5" onClick={() => setOpen(true)}>
          Pause reconciliation
        </Button>
      ) : (
        <p className="mt-2 text-small text-ink-3">Pausing takes the role operator.</p>
      )}
      {open && (
        <ChangeDialog
          name={cluster.name}
          change={{ kind: "pause", paused: true }}
          title={`Pause the reconciliation of ${cluster.name}?`}
          verb="Pause it"
          keep="Keep it on"
          fact={`The reconciliation of ${cluster.name} is paused.`}
          onClose={() => setOpen(false)}
        />
      )}
    </Section>
  );
}

/** At the top of the page while it lasts: whatever else is asked waits for its end. */
export function PausedNote({ cluster }: { cluster: ClusterDetail }) {
  const mayOperate = useMay("operate");
  const [open, setOpen] = useState(false);
  if (!cluster.reconcilePaused || cluster.deletionRequestedAt !== null) return null;
  return (
    <Note>
      <div role="region" aria-label="Reconciliation is paused">
        <p className="max-w-[72ch]">
          <b className="font-[550]">Its reconciliation is paused.</b>{" "}
          <span className="text-ink-2">
            Cluster API makes, replaces, heals and removes no machine of it. What is asked of it meanwhile is
            kept, and done once it is resumed.
          </span>
        </p>
        {mayOperate ? (
          <Button small className="mt-2" onClick={() => setOpen(true)}>
            Resume reconciliation
          </Button>
        ) : (
          <p className="mt-2 text-small text-ink-3">Resuming takes the role operator.</p>
        )}
      </div>
      {open && (
        <ChangeDialog
          name={cluster.name}
          change={{ kind: "pause", paused: false }}
          title={`Resume the reconciliation of ${cluster.name}?`}
          verb="Resume it"
          keep="Keep it paused"
          fact={`The reconciliation of ${cluster.name} is on again.`}
          onClose={() => setOpen(false)}
        />
      )}
    </Note>
  );
}
