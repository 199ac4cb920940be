"use client";
import { useMay } from "#components/shell/me.tsx";
import { Button } from "#components/ui/button.tsx";
import { Menu } from "#components/ui/menu.tsx";
import type { TreeNode } from "#server/domain/cluster/cluster-api/tree/view.ts";
import type { ClusterDetail } from "#server/domain/cluster/view.ts";

export type MachineVerb = "delete" | "remediate";

interface Props {
  node: TreeNode;
  cluster: ClusterDetail;
  onVerb: (verb: MachineVerb) => void;
}

/** What can be done with one machine. Each says first what it would change. */
export function MachineMenu({ node, cluster, onVerb }: Props) {
  const mayOperate = useMay("operate");
  if (!mayOperate || cluster.deletionRequestedAt !== null) return null;
  const disabledReason = node.deleting ? "It is being deleted already." : undefined;
  return (
    <Menu
      label={`What can be done with ${node.name}`}
      trigger={
        <Button small kind="quiet" aria-label={`Verbs of ${node.name}`} className="px-1.5">
          <Dots />
        </Button>
      }
      items={[
        { label: "Delete this machine", harm: true, onSelect: () => onVerb("delete"), disabledReason },
        { label: "Remediate it", onSelect: () => onVerb("remediate"), disabledReason },
      ]}
    />
  );
}

const Dots = () => (
  <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" fill="currentColor">
    <circle cx="2" cy="6" r="1.2" />
    <circle cx="6" cy="6" r="1.2" />
    <circle cx="10" cy="6" r="1.2" />
  </svg>
);
