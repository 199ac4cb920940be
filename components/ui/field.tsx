import { useId, type ReactNode } from "react";
import { classes } from "./classes.ts";

export interface FieldIds {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

export interface FieldProps {
  label: ReactNode;
  /** Below the control. An error takes its place. */
  help?: ReactNode;
  error?: ReactNode;
  /** The value in force, when the draft has another: "8" is shown as "was 8". */
  was?: ReactNode;
  /** Gets the ids that tie label, help and error to it. */
  children: (ids: FieldIds) => ReactNode;
  className?: string;
}

/** Label above, control, help below. */
export function Field({ label, help, error, was, children, className }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = error ?? help;
  return (
    <div className={classes("grid content-start gap-[5px]", className)}>
      <label htmlFor={id} className="flex justify-between gap-3 font-[550]">
        <span>{label}</span>
        {was !== undefined && <span className="text-small font-normal text-lapis">was {was}</span>}
      </label>
      {children({
        id,
        "aria-describedby": note ? noteId : undefined,
        "aria-invalid": error ? true : undefined,
      })}
      {note && (
        <p
          id={noteId}
          role={error ? "alert" : undefined}
          className={classes("text-small", error ? "text-crimson" : "text-ink-3")}
        >
          {note}
        </p>
      )}
    </div>
  );
}
