"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { KubeconfigSteps, type ConfirmProps } from "#components/cluster/kubeconfig-steps.tsx";
import { useTRPC } from "#components/shell/trpc.ts";
import { Dialog } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toast.tsx";
import { ManagementConfirm } from "./management-confirm.tsx";
import type { Management } from "./management-table.tsx";

/** Another kubeconfig in place of the one that is kept, also while its clusters are being deleted. */
export function ReplaceCredentials({ management, onClose }: { management: Management; onClose: () => void }) {
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={`Replace the credentials of ${management.name}?`}
      description="Those in force are overwritten. What waited for them goes on at once."
    >
      <KubeconfigSteps onClose={onClose}>
        {(props) => <Replace {...props} management={management} onDone={onClose} />}
      </KubeconfigSteps>
    </Dialog>
  );
}

function Replace({
  kubeconfig,
  context,
  onBack,
  management: { id, name },
  onDone,
}: ConfirmProps & { management: Management; onDone: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const replace = useMutation(
    trpc.management.replaceCredentials.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: trpc.management.pathKey() });
        toast.done({ fact: `${name} has other credentials.` });
        onDone();
      },
    }),
  );
  return (
    <ManagementConfirm
      context={context}
      onBack={onBack}
      verb="Replace the credentials"
      busy={replace.isPending}
      failure={
        replace.error
          ? { title: "The credentials stay as they were.", message: replace.error.message }
          : undefined
      }
      onConfirm={() =>
        replace.mutate({ id, kubeconfig, context: context.name, confirmedServer: context.server })
      }
    />
  );
}
