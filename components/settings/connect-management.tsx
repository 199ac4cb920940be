"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { KubeconfigSteps, type ConfirmProps } from "#components/cluster/kubeconfig-steps.tsx";
import { suggestName } from "#components/cluster/suggest-name.ts";
import { useTRPC } from "#components/shell/trpc.ts";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { ClusterName } from "#server/domain/cluster/spec.ts";
import { CheckReport } from "./check-management.tsx";
import { ManagementConfirm } from "./management-confirm.tsx";

/** Paste, confirm, and see at once what it has and what it lacks. */
export function ConnectManagement({ onClose }: { onClose: () => void }) {
  const [made, setMade] = useState<{ id: string; name: string }>();
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={made ? `${made.name} is connected` : "Connect a management cluster"}
      description={
        made
          ? "This is what it has. It can be checked again at any time."
          : "Its kubeconfig is read here first. Nothing is called before you have confirmed the address."
      }
    >
      {made ? (
        <CheckReport management={made} onClose={onClose} />
      ) : (
        <KubeconfigSteps onClose={onClose}>
          {(props) => <Connect {...props} onMade={setMade} />}
        </KubeconfigSteps>
      )}
    </Dialog>
  );
}

function Connect({
  kubeconfig,
  context,
  onBack,
  onMade,
}: ConfirmProps & { onMade: (made: { id: string; name: string }) => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [name, setName] = useState(() => suggestName(context.cluster));
  const nameError = ClusterName.safeParse(name).error?.issues[0]?.message;
  const connect = useMutation(
    trpc.management.connect.mutationOptions({
      onSuccess: async ({ id }) => {
        await queryClient.invalidateQueries({ queryKey: trpc.management.pathKey() });
        onMade({ id, name });
      },
    }),
  );
  return (
    <ManagementConfirm
      context={context}
      onBack={onBack}
      verb={`Connect ${name || "it"}`}
      busy={connect.isPending}
      blocked={Boolean(nameError)}
      failure={connect.error ? { title: "It was not connected.", message: connect.error.message } : undefined}
      onConfirm={() =>
        connect.mutate({ name, kubeconfig, context: context.name, confirmedServer: context.server })
      }
    >
      <Field label="Name" help="As it is called here." error={nameError}>
        {(ids) => (
          <Input
            mono
            autoComplete="off"
            value={name}
            onChange={({ target }) => setName(target.value)}
            {...ids}
          />
        )}
      </Field>
    </ManagementConfirm>
  );
}
