"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "#components/shell/me.tsx";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { labelsText, parseLabels } from "#server/domain/cluster/labels.ts";
import type { ClusterSummary } from "#server/domain/cluster/view.ts";
import { useClusterVerb } from "./use-cluster-verb.ts";

/** A cluster's labels, and the way to change them. */
export function LabelsButton({ cluster }: { cluster: ClusterSummary }) {
  const [open, setOpen] = useState(false);
  const mayOperate = useMay("operate");
  const text = labelsText(cluster.labels);
  if (!mayOperate) return text || "none";
  return (
    <>
      <button type="button" className="link text-left" onClick={() => setOpen(true)}>
        {text || "none yet; add some"}
      </button>
      {open && <LabelsDialog cluster={cluster} onClose={() => setOpen(false)} />}
    </>
  );
}

function LabelsDialog({ cluster, onClose }: { cluster: ClusterSummary; onClose: () => void }) {
  const trpc = useTRPC();
  const { refresh } = useClusterVerb();
  const [text, setText] = useState(labelsText(cluster.labels));
  const parsed = parseLabels(text);
  const save = useMutation(
    trpc.cluster.setLabels.mutationOptions({
      onSuccess: async () => {
        await refresh();
        onClose();
      },
    }),
  );
  const error = "error" in parsed ? parsed.error : save.error?.message;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Labels of ${cluster.name}`}
      description="To find and group clusters by. Nothing in the cluster changes."
    >
      <form
        className="mt-3"
        onSubmit={(event) => {
          event.preventDefault();
          if ("labels" in parsed) save.mutate({ name: cluster.name, labels: parsed.labels });
        }}
      >
        <Field label="Labels" help="Such as team=ml, env=prod." error={error}>
          {(ids) => (
            <Input
              mono
              autoComplete="off"
              {...ids}
              value={text}
              onChange={({ target }) => setText(target.value)}
            />
          )}
        </Field>
        <DialogButtons>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="first" type="submit" busy={save.isPending} disabled={"error" in parsed}>
            Save the labels
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
