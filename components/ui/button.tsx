import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { classes } from "./classes.ts";

type Kind = "plain" | "first" | "harm" | "quiet";

export interface ButtonProps extends ComponentProps<"button"> {
  /** first: ink, one a view. harm: outlined crimson. quiet: no edge. */
  kind?: Kind;
  small?: boolean;
  /** Under way: the button stays as wide, cannot be pressed, and says so to a screen reader. */
  busy?: boolean;
  /** Renders its only child, a link say, in the clothes of a button. */
  asChild?: boolean;
}

const KINDS: Record<Kind, string> = {
  plain: "border-control bg-transparent text-ink hover:bg-paper-3 active:bg-line",
  first: "border-ink bg-ink text-paper hover:border-ink-2 hover:bg-ink-2",
  harm: "border-crimson text-crimson hover:bg-crimson-wash",
  quiet: "border-transparent text-ink-2 hover:text-ink",
};
const SIZES = {
  normal: "h-(--control-h) px-3 text-body",
  small: "h-9 touch:h-[26px] px-[9px] text-small",
};
const DISABLED =
  "disabled:cursor-not-allowed disabled:border-line-2 disabled:bg-transparent disabled:text-ink-3 disabled:hover:bg-transparent";

/** A verb with its object: "Create a cluster". */
export function Button({
  kind = "plain",
  small,
  busy,
  asChild,
  className,
  type,
  disabled,
  ...rest
}: ButtonProps) {
  const Element = asChild ? Slot.Root : "button";
  return (
    <Element
      {...(asChild ? {} : { type: type ?? "button", disabled: disabled === true || busy === true })}
      aria-busy={busy || undefined}
      className={classes(
        "inline-flex flex-none items-center justify-center gap-[7px] rounded-2 border font-medium leading-none whitespace-nowrap no-underline transition-colors duration-(--t-touch)",
        KINDS[kind],
        SIZES[small ? "small" : "normal"],
        DISABLED,
        busy && "disabled:cursor-progress",
        className,
      )}
      {...rest}
    />
  );
}

/** Buttons in a row, 8 px apart. */
export function Buttons({ className, ...rest }: ComponentProps<"div">) {
  return <div className={classes("flex flex-none flex-wrap gap-2", className)} {...rest} />;
}
