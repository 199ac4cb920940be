"use client";
import { useMutation } from "@tanstack/react-query";
import { counted } from "#charts/format.ts";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";
import { PartError } from "#components/ui/note.tsx";
import type { ClusterDetail } from "#server/domain/cluster/view.ts";
import { Done } from "./install-agent.tsx";
import { useClusterVerb } from "./use-cluster-verb.ts";

/** Held Jobs go first; then exactly what was put in is taken out. */
export function RemoveAgent({ cluster: { name }, close }: { cluster: ClusterDetail; close: () => void }) {
  const trpc = useTRPC();
  const { refresh } = useClusterVerb();
  const remove = useMutation(trpc.agent.remove.mutationOptions({ onSettled: refresh }));
  return (
    <Dialog
      open
      wide={remove.isSuccess}
      onOpenChange={close}
      title={remove.isSuccess ? `The agent is out of ${name}` : `Remove the agent from ${name}?`}
      description={
        remove.isSuccess
          ? `${counted(remove.data.released, "held Job")} let go first.`
          : "Every held Job starts at once, whatever the grid; then the agent goes. Policies and scores stay."
      }
    >
      {remove.isSuccess && <Done objects={remove.data.objects} />}
      {remove.isError && (
        <PartError className="mt-3" title="The agent was not removed.">
          {remove.error.message}
        </PartError>
      )}
      <DialogButtons>
        <Button onClick={close}>{remove.isSuccess ? "Close" : "Keep it"}</Button>
        {!remove.isSuccess && (
          <Button kind="first" busy={remove.isPending} onClick={() => remove.mutate({ name })}>
            Remove it
          </Button>
        )}
      </DialogButtons>
    </Dialog>
  );
}
