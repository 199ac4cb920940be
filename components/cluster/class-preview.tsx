"use client";
import { counted } from "#charts/format.ts";
import { Button } from "#components/ui/button.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";
import { AgentObjects } from "./agent-objects.tsx";
import { CHANGE_WORDS } from "./agent.prepare.ts";

interface ClassPreviewProps {
  yaml: string;
  /** What is written into the new cluster later: the agent's objects, by kind and name. */
  agent: readonly { kind: string; name: string }[];
  onClose: () => void;
}

/** The one object that states the wish, as the management cluster would keep it, and the agent's that follow. */
export function ClassPreview({ yaml, agent, onClose }: ClassPreviewProps) {
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
      {agent.length > 0 && (
        <>
          <p className="mt-4">
            Once it is available, {counted(agent.length, "object")} of the agent are written into the new
            cluster.
          </p>
          <AgentObjects
            caption="Written into the new cluster"
            lines={agent.map((each) => ({ ...each, word: CHANGE_WORDS.create }))}
          />
        </>
      )}
      <DialogButtons>
        <CopyButton text={yaml} label="Copy it" />
        <Button kind="first" onClick={onClose}>
          Back to the form
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
