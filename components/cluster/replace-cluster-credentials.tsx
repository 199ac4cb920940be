"use client";
import { useMutation } from "@tanstack/react-query";
import { createContext, useCallback, useContext, useState, type ReactNode } from "react";
import { useMay } from "#components/shell/me.tsx";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toast.tsx";
import { KubeconfigSteps, type ConfirmProps } from "./kubeconfig-steps.tsx";
import { ServerConfirm } from "./server-confirm.tsx";
import { useClusterVerb } from "./use-cluster-verb.ts";

const Opens = createContext<() => void>(() => undefined);

/** Holds the window over the whole page of an imported cluster: a step that is tried again meanwhile must not take away what is typed. */
export function CredentialsWindow({ name, children }: { name: string; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const show = useCallback(() => setOpen(true), []);
  return (
    <Opens.Provider value={show}>
      {children}
      <Dialog
        open={open}
        wide
        onOpenChange={setOpen}
        title={`Replace the credentials of ${name}?`}
        description="Those in force are overwritten, once the new ones are found to lead to the same cluster. What waited for them goes on at once."
      >
        <KubeconfigSteps onClose={() => setOpen(false)}>
          {(props) => <Replace {...props} name={name} onDone={() => setOpen(false)} />}
        </KubeconfigSteps>
      </Dialog>
    </Opens.Provider>
  );
}

/** Opens the window of the page around it. Nothing for who may not. */
export function ReplaceClusterCredentials() {
  const mayOperate = useMay("operate");
  const show = useContext(Opens);
  if (!mayOperate) return null;
  return (
    <Button small onClick={show}>
      Replace the credentials
    </Button>
  );
}

function Replace({
  kubeconfig,
  context,
  onBack,
  name,
  onDone,
}: ConfirmProps & { name: string; onDone: () => void }) {
  const trpc = useTRPC();
  const { refresh } = useClusterVerb();
  const replace = useMutation(
    trpc.cluster.replaceCredentials.mutationOptions({
      onSuccess: async () => {
        toast.done({ fact: `${name} has other credentials.`, consequence: "It is asked again at once." });
        onDone();
        await refresh();
      },
    }),
  );
  return (
    <ServerConfirm
      context={context}
      onBack={onBack}
      whose={`${name}'s`}
      help="Karbonetes calls it with these credentials, as it did with the old ones. They are kept only where it is the same cluster."
      verb="Replace the credentials"
      busy={replace.isPending}
      failure={
        replace.error
          ? { title: "The credentials stay as they were.", message: replace.error.message }
          : undefined
      }
      onConfirm={() =>
        replace.mutate({ name, kubeconfig, context: context.name, confirmedServer: context.server })
      }
    />
  );
}
