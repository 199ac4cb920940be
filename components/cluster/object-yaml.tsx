"use client";
import { useQuery } from "@tanstack/react-query";
import { YamlView } from "#components/resource/yaml-view.tsx";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";
import { QueryPart } from "#components/ui/query-part.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import type { TreeNode } from "#server/domain/cluster/cluster-api/tree/view.ts";
import { titleOf } from "./object-tree.prepare.ts";

/** One object of the management cluster, to be read. */
export function ObjectYaml({
  cluster,
  node,
  onClose,
}: {
  cluster: string;
  node: TreeNode;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const object = useQuery({
    ...trpc.cluster.object.get.queryOptions({ name: cluster, uid: node.id }),
    retry: false,
  });
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={<span className="break-words">{titleOf(node)}</span>}
      description="In the management cluster, as it is now. Join tokens and passwords are hidden."
    >
      <div className="mt-3">
        <QueryPart
          query={object}
          failure="It could not be read."
          loading={<TableSkeleton label="Loading the YAML" columns={["70%"]} rows={6} />}
        >
          {(view) => <YamlView object={view} />}
        </QueryPart>
      </div>
      <DialogButtons>
        <Button kind="first" onClick={onClose}>
          Close
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
