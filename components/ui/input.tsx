import type { ComponentProps } from "react";
import { classes } from "./classes.ts";

export const CONTROL =
  "w-full rounded-2 border border-control bg-raised px-2.5 text-body text-ink placeholder:text-ink-3 aria-invalid:border-crimson aria-invalid:shadow-[inset_0_0_0_1px_var(--crimson)] disabled:cursor-not-allowed disabled:border-line-2 disabled:text-ink-3";

interface InputProps extends ComponentProps<"input"> {
  /** For what a machine reads: names in code, codes. */
  mono?: boolean;
  /** Inside the field, at the right: "g/kWh". */
  unit?: string;
}

export function Input({ mono, unit, className, ...rest }: InputProps) {
  const input = (
    <input
      spellCheck={false}
      {...rest}
      className={classes(
        "h-(--control-h)",
        CONTROL,
        mono && "font-mono text-small",
        unit && `text-right ${unit.length > 2 ? "pr-13" : "pr-8"}`,
        className,
      )}
    />
  );
  if (!unit) return input;
  return (
    <div className="relative">
      {input}
      <span className="pointer-events-none absolute top-0 right-2.5 text-small leading-(--control-h) text-ink-3">
        {unit}
      </span>
    </div>
  );
}

export function Textarea({ mono, className, ...rest }: ComponentProps<"textarea"> & { mono?: boolean }) {
  return (
    <textarea
      spellCheck={false}
      {...rest}
      className={classes("min-h-24 py-2 leading-5", CONTROL, mono && "font-mono text-small", className)}
    />
  );
}

/** The browser's own list: it works with every keyboard and every thumb. */
export function Select({ className, ...rest }: ComponentProps<"select">) {
  return (
    <select
      {...rest}
      className={classes(
        "h-(--control-h) appearance-none bg-(image:--chevron) bg-position-[right_10px_center] bg-no-repeat pr-8",
        CONTROL,
        className,
      )}
    />
  );
}
