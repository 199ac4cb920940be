import type { ReactNode } from "react";
import { classes } from "./classes.ts";

interface EmptyProps {
  /** A closed Eye, 148 px. */
  eye?: ReactNode;
  title: ReactNode;
  /** One sentence. */
  children: ReactNode;
  /** One first action, and at most a second. */
  actions?: ReactNode;
  className?: string;
  /** Where it is the whole page, its title is the page's. */
  heading?: "h1" | "h2";
}

/** A closed Eye, one sentence, one first action. */
export function Empty({ eye, title, children, actions, className, heading: Heading = "h2" }: EmptyProps) {
  return (
    <div
      className={classes(
        "grid items-center gap-7 py-3.5 max-touch:gap-4",
        eye && "grid-cols-[96px_minmax(0,1fr)] touch:grid-cols-[148px_minmax(0,1fr)]",
        className,
      )}
    >
      {eye && <div className="max-touch:[&>svg]:size-24">{eye}</div>}
      <div>
        <Heading className="text-title font-[550]">{title}</Heading>
        <p className="mt-1 max-w-[60ch] text-pretty text-ink-2">{children}</p>
        {actions && <div className="mt-3.5 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  );
}
