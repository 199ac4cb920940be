"use client";
import { useState } from "react";
import { useMay } from "#components/shell/me.tsx";
import { Button } from "#components/ui/button.tsx";
import { Menu } from "#components/ui/menu.tsx";
import type { TreeNode } from "#server/domain/cluster/cluster-api/tree/view.ts";
import type { ClusterDetail } from "#server/domain/cluster/view.ts";
import { DeleteMachine } from "./delete-machine.tsx";
import { RemediateMachine } from "./remediate-machine.tsx";

/** What can be done with one machine. Each says first what it would change. */
export function MachineMenu({ node, cluster }: { node: TreeNode; cluster: ClusterDetail }) {
  const mayOperate = useMay("operate");
  const [open, setOpen] = useState<"delete" | "remediate">();
  if (!mayOperate || cluster.deletionRequestedAt !== null) return null;
  const target = { name: cluster.name, uid: node.id };
  const going = node.deleting ? "It is being deleted already." : undefined;
  const close = () => setOpen(undefined);
  return (
    <>
      <Menu
        label={`What can be done with ${node.name}`}
        trigger={
          <Button small kind="quiet" aria-label={`Verbs of ${node.name}`} className="px-1.5">
            <Dots />
          </Button>
        }
        items={[
          {
            label: "Delete this machine",
            harm: true,
            onSelect: () => setOpen("delete"),
            disabledReason: going,
          },
          { label: "Remediate it", onSelect: () => setOpen("remediate"), disabledReason: going },
        ]}
      />
      {open === "delete" && <DeleteMachine target={target} machine={node.name} onClose={close} />}
      {open === "remediate" && <RemediateMachine target={target} machine={node.name} onClose={close} />}
    </>
  );
}

const Dots = () => (
  <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" fill="currentColor">
    <circle cx="2" cy="6" r="1.2" />
    <circle cx="6" cy="6" r="1.2" />
    <circle cx="10" cy="6" r="1.2" />
  </svg>
);
