import { useId, type ReactNode } from "react";
import { classes } from "./classes.ts";

interface SectionProps {
  title: ReactNode;
  /** At the right: a fact in small, or buttons. */
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
  /** For links to it: "grids" makes /settings#grids. */
  anchor?: string;
}

/** A 1 px ink rule over a name, and what belongs to it. */
export function Section({ title, aside, children, className, anchor }: SectionProps) {
  const id = useId();
  return (
    <section id={anchor} aria-labelledby={id} className={classes("min-w-0 scroll-mt-16", className)}>
      <div className="mb-2.5 flex items-baseline justify-between gap-x-4 gap-y-0.5 border-t border-ink pt-[9px] max-touch:flex-wrap">
        <h2 id={id} className="text-lead font-semibold tracking-[-0.01em]">
          {title}
        </h2>
        {aside && <div className="text-small text-ink-3 touch:text-right">{aside}</div>}
      </div>
      {children}
    </section>
  );
}

interface PageHeadProps {
  /** The answer, as one sentence made from data. */
  title: ReactNode;
  /** The sentence under it. */
  lead?: ReactNode;
  actions?: ReactNode;
}

/** Each page opens with one sentence that is the answer. */
export function PageHead({ title, lead, actions }: PageHeadProps) {
  return (
    <div className="mb-6 flex justify-between gap-x-6 gap-y-3.5 max-touch:flex-col touch:items-start">
      <div>
        <h1 className="text-[22px] leading-[27px] font-[550] tracking-[-0.022em] text-balance touch:text-head">
          {title}
        </h1>
        {lead && <p className="mt-1.5 max-w-[72ch] text-lead text-balance text-ink-2">{lead}</p>}
      </div>
      {actions && <div className="flex flex-none flex-wrap gap-2">{actions}</div>}
    </div>
  );
}
