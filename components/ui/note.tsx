import type { ReactNode } from "react";
import { classes } from "./classes.ts";

/** Set off by a rule at its left; crimson when it tells of a failure. */
export function Note({
  failed,
  children,
  className,
}: {
  failed?: boolean;
  children: ReactNode;
  className?: string;
}) {
  return (
    <div
      className={classes("border-l-2 py-0.5 pl-3", failed ? "border-crimson" : "border-line-2", className)}
    >
      {children}
    </div>
  );
}

interface PartErrorProps {
  /** "Jobs of fra-train-2 could not be read." */
  title: ReactNode;
  /** The cause as a sentence, and what still works. */
  children?: ReactNode;
  /** "401 Unauthorized, GET /apis/batch/v1/jobs" */
  code?: ReactNode;
  actions?: ReactNode;
  className?: string;
}

/** Only the part that failed: cause, code, next step. The rest of the page stays. */
export function PartError({ title, children, code, actions, className }: PartErrorProps) {
  return (
    <Note failed className={className}>
      <div role="alert">
        <p>
          <b>{title}</b> {children && <span className="text-ink-2">{children}</span>}
        </p>
        {code && <p className="mono break-words text-ink-3">{code}</p>}
      </div>
      {actions && <div className="mt-2 flex flex-wrap gap-2">{actions}</div>}
    </Note>
  );
}
