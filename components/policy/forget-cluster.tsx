"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { PolicyView } from "#server/domain/policy/view.ts";

interface ForgetClusterProps {
  policy: PolicyView;
  clusterId: string;
  cluster: string;
}

/** For a cluster that never answers again: what the policy put there stays there. */
export function ForgetCluster({ policy, clusterId, cluster }: ForgetClusterProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  const forget = useMutation(
    trpc.policy.forget.mutationOptions({
      onSuccess: async () => {
        setOpen(false);
        await queryClient.invalidateQueries({ queryKey: trpc.policy.pathKey() });
      },
      onError: ({ message }) => toast.failed({ fact: `${cluster} was not forgotten.`, consequence: message }),
    }),
  );
  return (
    <>
      <Button small className="mt-1.5" onClick={() => setOpen(true)}>
        Forget it there
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Forget ${policy.name} in ${cluster}?`}
        description="The object stays in that cluster and goes on holding Jobs there, until somebody deletes it with kubectl."
      >
        <DialogButtons>
          <Button onClick={() => setOpen(false)}>Keep trying</Button>
          <Button
            kind="harm"
            busy={forget.isPending}
            onClick={() => forget.mutate({ id: policy.id, clusterId })}
          >
            Forget it
          </Button>
        </DialogButtons>
      </Dialog>
    </>
  );
}
