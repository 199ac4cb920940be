"use client";
import { useId, useState, type ReactNode } from "react";
import { Button } from "./button.tsx";
import { Dialog, DialogButtons } from "./dialog.tsx";
import { Input } from "./input.tsx";
import { Note } from "./note.tsx";
import { Glyph, type Shape } from "./status.tsx";

interface ConfirmByNameProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  name: string;
  /** "Delete ber-batch-1?" */
  title: string;
  /** What goes, in order: "24 nodes". Undefined while it is being counted. */
  removes: readonly { what: string; shape?: Shape; items?: readonly string[]; more?: number }[] | undefined;
  /** What stays: "the log". */
  keeps: readonly string[];
  /** What to know, or to do, first. */
  warnings?: readonly string[];
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

function Body(props: ConfirmByNameProps) {
  const { name, removes, keeps, warnings = [], verb, onConfirm, onOpenChange, busy, error } = props;
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
        {removes?.map(({ what, shape, ...named }) => (
          <Line key={what} shape={shape ?? "deleting"} text={what} {...named} />
        ))}
        {keeps.length > 0 && <Line shape="done" text={`Kept: ${keeps.join(", ")}`} />}
      </ul>
      {warnings.map((warning) => (
        <Note key={warning} className="mb-3.5">
          {warning}
        </Note>
      ))}
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

interface LineProps {
  shape: Shape;
  text: string;
  items?: readonly string[];
  /** How many are not named. */
  more?: number;
}

function Line({ shape, text, items = [], more = 0 }: LineProps) {
  return (
    <li className="grid grid-cols-[20px_1fr] items-baseline">
      <Glyph shape={shape} />
      <span className="min-w-0">
        {text}
        {items.length > 0 && (
          <small className="mono block text-small break-words text-ink-3">
            {items.join("; ")}
            {more > 0 && ` and ${more} more`}
          </small>
        )}
      </span>
    </li>
  );
}
