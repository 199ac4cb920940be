"use client";
import { useId, useState, type ReactNode } from "react";
import { Button } from "./button.tsx";
import { Dialog, DialogButtons } from "./dialog.tsx";
import { Input } from "./input.tsx";
import { Glyph, type Shape } from "./status.tsx";

interface ConfirmByNameProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  name: string;
  /** "Delete ber-batch-1?" */
  title: string;
  /** What goes, in order: "24 nodes". Undefined while it is being counted. */
  removes: readonly { what: string; shape?: Shape }[] | undefined;
  /** What stays: "the log". */
  keeps: readonly string[];
  /** "Delete cluster" */
  verb: string;
  onConfirm: () => void;
  busy?: boolean;
  error?: ReactNode;
}

/** Lists what goes and what is kept; the button wakes when the name matches. */
export function ConfirmByName(props: ConfirmByNameProps) {
  const { open, onOpenChange, title, removes } = props;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      description={
        removes ? "This cannot be undone. It removes, in this order:" : "What it removes is being counted."
      }
    >
      <Body {...props} />
    </Dialog>
  );
}

function Body({ name, removes, keeps, verb, onConfirm, onOpenChange, busy, error }: ConfirmByNameProps) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const matches = typed === name;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (matches && removes) onConfirm();
      }}
    >
      <ul className="mt-2.5 mb-3.5 grid gap-[3px]">
        {removes?.map(({ what, shape }) => (
          <Line key={what} shape={shape ?? "deleting"} text={what} />
        ))}
        {keeps.length > 0 && <Line shape="done" text={`Kept: ${keeps.join(", ")}`} />}
      </ul>
      <label htmlFor={id} className="mb-1.5 block">
        Type <b className="mono">{name}</b> to confirm
      </label>
      <Input
        id={id}
        mono
        autoComplete="off"
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      {error && (
        <p role="alert" className="mt-2 text-small text-crimson">
          {error}
        </p>
      )}
      <DialogButtons>
        <Button onClick={() => onOpenChange(false)}>Keep it</Button>
        <Button kind="harm" type="submit" busy={busy} disabled={!matches || !removes}>
          {verb}
        </Button>
      </DialogButtons>
    </form>
  );
}

function Line({ shape, text }: { shape: Shape; text: string }) {
  return (
    <li className="grid grid-cols-[20px_1fr] items-center">
      <Glyph shape={shape} />
      <span>{text}</span>
    </li>
  );
}
