"use client";
import { Dialog } from "#components/ui/dialog.tsx";
import { ImportConfirm } from "./import-confirm.tsx";
import { KubeconfigSteps } from "./kubeconfig-steps.tsx";

interface ImportDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Paste or upload, look at what it says, confirm the address: only then is the cluster called. */
export function ImportDialog({ open, onOpenChange }: ImportDialogProps) {
  return (
    <Dialog
      wide
      open={open}
      onOpenChange={onOpenChange}
      title="Import a kubeconfig"
      description="It is read and checked here first. Nothing is called before you have confirmed the address."
    >
      <KubeconfigSteps onClose={() => onOpenChange(false)}>
        {(props) => <ImportConfirm {...props} />}
      </KubeconfigSteps>
    </Dialog>
  );
}
