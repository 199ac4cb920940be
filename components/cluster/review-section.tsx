"use client";
import { useState } from "react";
import { useMay } from "#components/shell/me.tsx";
import { Button } from "#components/ui/button.tsx";
import { Section } from "#components/ui/section.tsx";
import type { ClusterDetail } from "#server/domain/cluster/view.ts";
import { ReviewDialog } from "./review-dialog.tsx";

/** What a locked cluster waits for. Its dialog stays open over the change that its own answer makes. */
export function ReviewSection({ cluster }: { cluster: ClusterDetail }) {
  const mayOperate = useMay("operate");
  const [open, setOpen] = useState(false);
  if (!open && (!cluster.locked || cluster.state !== "ready")) return null;
  return (
    <Section title="Review" aside={cluster.locked ? "locked" : undefined}>
      <p className="max-w-[72ch] text-ink-2">
        {cluster.locked
          ? `Nothing has been written into ${cluster.name}, and nothing will be before somebody has read what: kinds, rights, the agent, marks, policies. Until then every Job there starts as it always did, and policies that name it wait.`
          : `${cluster.name} is reviewed.`}
      </p>
      {mayOperate ? (
        <Button small kind="first" className="mt-2.5" onClick={() => setOpen(true)}>
          Review what would be written
        </Button>
      ) : (
        <p className="mt-2 text-small text-ink-3">The review takes the role operator.</p>
      )}
      {open && <ReviewDialog name={cluster.name} close={() => setOpen(false)} />}
    </Section>
  );
}
