"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { counted } from "#charts/format.ts";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";
import type { ClusterDetail, StuckView } from "#server/domain/cluster/view.ts";
import { LeftList } from "./left-list.tsx";
import { useClusterVerb } from "./use-cluster-verb.ts";

/** Gives up one step of a teardown, after saying what that leaves. */
export function AbandonButton({
  cluster: { name, provider },
  stuck,
}: {
  cluster: Pick<ClusterDetail, "name" | "provider">;
  stuck: StuckView;
}) {
  const trpc = useTRPC();
  const [open, setOpen] = useState(false);
  const { refresh, refused } = useClusterVerb();
  const abandon = useMutation(
    trpc.cluster.abandon.mutationOptions({
      onSuccess: async () => {
        setOpen(false);
        await refresh();
      },
      onError: refused("Nothing was abandoned."),
    }),
  );
  const { leaves, title, skips } = stuck;
  const more = skips.length > 1 ? `, and ${counted(skips.length - 1, "step")} after it` : "";
  return (
    <>
      <Button small kind="harm" onClick={() => setOpen(true)}>
        {leaves.length > 0
          ? `Abandon, leaving ${counted(leaves.length, "thing")} behind`
          : "Abandon this step"}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Abandon the step “${title}”${more}?`}
        description={
          leaves.length > 0
            ? `The teardown goes on without ${skips.length > 1 ? "them" : "it"}. Removing what is left is then up to you:`
            : "The teardown goes on without it. What it would have removed may be left behind."
        }
      >
        {leaves.length > 0 && (
          <ul className="mt-2 list-disc pl-5">
            {leaves.map((leaf) => (
              <li key={leaf}>{leaf}</li>
            ))}
          </ul>
        )}
        {provider === "cluster-api" && <LeftList name={name} />}
        <DialogButtons>
          <Button onClick={() => setOpen(false)}>Keep trying</Button>
          <Button kind="harm" busy={abandon.isPending} onClick={() => abandon.mutate({ name })}>
            Abandon it
          </Button>
        </DialogButtons>
      </Dialog>
    </>
  );
}
