"use client";
import { Button } from "#components/ui/button.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";

/** The one object that states the wish, as the management cluster would keep it. */
export function ClassPreview({ yaml, onClose }: { yaml: string; onClose: () => void }) {
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title="What would be written"
      description="The management cluster and its webhooks were asked; nothing was written. Its id is made when it is created."
    >
      <div className="mt-3 max-h-[52dvh] overflow-y-auto">
        <CodeBlock yaml label="The Cluster object as YAML" lines={yaml.trimEnd().split("\n")} />
      </div>
      <DialogButtons>
        <CopyButton text={yaml} label="Copy it" />
        <Button kind="first" onClick={onClose}>
          Back to the form
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
