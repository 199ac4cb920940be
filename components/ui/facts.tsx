import { Fragment, type ReactNode } from "react";
import { classes } from "./classes.ts";

/** Names at the left in grey, values at the right. Rows without a value are left out. */
export function Facts({
  rows,
  className,
}: {
  rows: readonly (readonly [name: string, value: ReactNode])[];
  className?: string;
}) {
  return (
    <dl className={classes("grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-[5px]", className)}>
      {rows.map(([name, value]) =>
        value === undefined || value === null ? null : (
          <Fragment key={name}>
            <dt className="text-ink-3">{name}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </Fragment>
        ),
      )}
    </dl>
  );
}
