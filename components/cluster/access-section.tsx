"use client";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Section } from "#components/ui/section.tsx";
import type { ClusterDetail } from "#server/domain/cluster/view.ts";
import { AccessDialog } from "./access-dialog.tsx";
import { AccessList } from "./access-list.tsx";

/** The way in for people, by kubectl: a token of their own, which ends. What is stored here is never sent out. */
export function AccessSection({ cluster }: { cluster: ClusterDetail }) {
  const [open, setOpen] = useState(false);
  return (
    <Section title="kubectl">
      <p className="text-small text-ink-3">
        A kubeconfig with a token of your own, which ends by itself and reaches no further than your role
        here.
      </p>
      <Button small className="mt-2.5" onClick={() => setOpen(true)}>
        Get a kubeconfig
      </Button>
      <AccessList name={cluster.name} />
      {open && <AccessDialog name={cluster.name} close={() => setOpen(false)} />}
    </Section>
  );
}
