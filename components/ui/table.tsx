import type { ComponentProps } from "react";
import { classes } from "./classes.ts";

/**
 * Hairlines; words left, `number` cells right. With `stack`, below 760 px each row becomes stacked cells: `lead` (a mark
 * at the left), the first cell and a `number` beside it, then `wide` cells under them; `hide` cells are left out.
 */
export function Table({ stack, className, ...rest }: ComponentProps<"table"> & { stack?: boolean }) {
  return <table className={classes("table", stack && "table-stack", className)} {...rest} />;
}

interface CellKind {
  number?: boolean;
  /** The mark at a row's start: an Eye, a shape. */
  lead?: boolean;
  wide?: boolean;
  hide?: boolean;
}
const kindOf = ({ number, lead, wide, hide }: CellKind) =>
  classes(number && "number", lead && "cell-lead", wide && "cell-wide", hide && "cell-hide");

export function Th({ number, lead, wide, hide, className, ...rest }: ComponentProps<"th"> & CellKind) {
  return <th scope="col" className={classes(kindOf({ number, lead, wide, hide }), className)} {...rest} />;
}
export function Td({ number, lead, wide, hide, className, ...rest }: ComponentProps<"td"> & CellKind) {
  return <td className={classes(kindOf({ number, lead, wide, hide }), className)} {...rest} />;
}
/** A row that lights up under the hand, and shows its actions then. */
export function Row({ className, ...rest }: ComponentProps<"tr">) {
  return <tr className={classes("row", className)} {...rest} />;
}
/** Shown on hover and on focus; on touch always. */
export function RowActions({ className, ...rest }: ComponentProps<"span">) {
  return <span className={classes("row-actions inline-flex gap-1", className)} {...rest} />;
}
