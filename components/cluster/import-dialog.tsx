"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { type Outputs, useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Textarea } from "#components/ui/input.tsx";
import { ImportConfirm } from "./import-confirm.tsx";
import { readKubeconfig } from "./read-kubeconfig.ts";

interface ImportDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}
export type Inspection = Outputs["cluster"]["inspectKubeconfig"];

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
      <Steps onClose={() => onOpenChange(false)} />
    </Dialog>
  );
}

function Steps({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC();
  const [kubeconfig, setKubeconfig] = useState("");
  const [refusal, setRefusal] = useState<string>();
  const [inspection, setInspection] = useState<Inspection>();
  const inspect = useMutation(
    trpc.cluster.inspectKubeconfig.mutationOptions({
      onSuccess: setInspection,
      onError: ({ message }) => setRefusal(message),
    }),
  );
  const change = (text: string) => {
    setKubeconfig(text);
    setRefusal(undefined);
  };
  const upload = async (file: File | undefined) => {
    if (!file) return;
    const read = await readKubeconfig(file);
    if ("refusal" in read) setRefusal(read.refusal);
    else change(read.text);
  };

  if (inspection)
    return (
      <ImportConfirm
        kubeconfig={kubeconfig}
        inspection={inspection}
        onBack={() => setInspection(undefined)}
      />
    );
  return (
    <form
      className="mt-3 grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (kubeconfig.trim() === "") setRefusal("Paste a kubeconfig, or choose its file.");
        else inspect.mutate({ kubeconfig });
      }}
    >
      <Field
        label="Kubeconfig"
        help="With a token or a client certificate inside. Files, programs and proxies that it points to are refused."
        error={refusal}
      >
        {(ids) => (
          <Textarea
            mono
            rows={11}
            placeholder={"apiVersion: v1\nkind: Config"}
            value={kubeconfig}
            onChange={({ target }) => change(target.value)}
            {...ids}
          />
        )}
      </Field>
      <label className="text-ink-2">
        Or choose its file:{" "}
        <input
          type="file"
          accept=".yaml,.yml,.conf,.config,.json,text/plain,application/yaml"
          className="text-small file:mr-2 file:h-7 file:rounded-2 file:border file:border-solid file:border-control file:bg-transparent file:px-2.5 file:text-small file:font-medium file:text-ink"
          onChange={({ target }) => void upload(target.files?.[0])}
        />
      </label>
      <DialogButtons>
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="first" type="submit" busy={inspect.isPending}>
          Read it
        </Button>
      </DialogButtons>
    </form>
  );
}
