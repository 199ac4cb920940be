"use client";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";
import { PartError } from "#components/ui/note.tsx";
import type { ClusterChange } from "#server/domain/cluster/cluster-api/change.ts";
import { PreviewPart } from "./preview-part.tsx";
import { useChange, usePreview } from "./use-change.ts";

interface ChangeDialogProps {
  name: string;
  change: ClusterChange;
  /** "Roll md-0 of heron?" */
  title: string;
  /** "Roll it" */
  verb: string;
  /** "Leave it as it is" */
  keep: string;
  /** Told afterwards: "md-0 is being rolled." */
  fact: string;
  onClose: () => void;
}

/** What a change would do, in words and field by field, before it is asked for. */
export function ChangeDialog({ name, change, title, verb, keep, fact, onClose }: ChangeDialogProps) {
  const preview = usePreview(name, change);
  const act = useChange(name, { fact, onDone: onClose });
  const nothing = preview.data?.words.length === 0;
  return (
    <Dialog open wide onOpenChange={(open) => !open && onClose()} title={title}>
      <PreviewPart preview={preview} />
      {act.error && (
        <PartError className="mt-3" title="Nothing was changed.">
          {act.error.message}
        </PartError>
      )}
      <DialogButtons>
        <Button onClick={onClose}>{keep}</Button>
        <Button
          kind="first"
          busy={act.isPending}
          disabled={!preview.isSuccess || nothing}
          onClick={() => act.mutate({ name, change, generation: preview.data?.generation })}
        >
          {verb}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
