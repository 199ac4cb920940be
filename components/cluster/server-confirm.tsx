"use client";
import { useState, type ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { DialogButtons } from "#components/ui/dialog.tsx";
import { Facts } from "#components/ui/facts.tsx";
import { Note, PartError } from "#components/ui/note.tsx";
import type { ConfirmProps } from "./kubeconfig-steps.tsx";

export interface ServerConfirmProps extends Pick<ConfirmProps, "context" | "onBack"> {
  /** Drawn between the facts and the confirmation. */
  children?: ReactNode;
  /** "my management cluster's" */
  whose: string;
  /** What is done there with these credentials. */
  help: string;
  verb: string;
  busy: boolean;
  /** Why it cannot be done yet, beside the confirmation. */
  blocked?: boolean;
  failure?: { title: string; message: string } | undefined;
  onConfirm: () => void;
}

/** Whether this is the server that may be called. */
export function ServerConfirm({
  context,
  onBack,
  children,
  whose,
  help,
  verb,
  busy,
  blocked = false,
  failure,
  onConfirm,
}: ServerConfirmProps) {
  const [confirmed, setConfirmed] = useState(false);
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (confirmed && !blocked) onConfirm();
      }}
    >
      <Facts
        rows={[
          [
            "Server",
            <b key="server" className="mono">
              {context.server}
            </b>,
          ],
          ["User", `${context.user}, by ${context.authKind}`],
          ["Cluster", context.cluster],
        ]}
      />
      {children}
      <Note>
        <Checkbox
          checked={confirmed}
          onChange={setConfirmed}
          label={`${context.server} is ${whose} API server`}
          help={help}
        />
      </Note>
      {failure && <PartError title={failure.title}>{failure.message}</PartError>}
      <DialogButtons>
        <Button onClick={onBack}>Back to the text</Button>
        <Button kind="first" type="submit" busy={busy} disabled={!confirmed || blocked}>
          {verb}
        </Button>
      </DialogButtons>
      {!confirmed && <p className="text-right text-small text-ink-3">Confirm the address first.</p>}
    </form>
  );
}
