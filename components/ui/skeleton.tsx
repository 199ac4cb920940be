import { classes } from "./classes.ts";

/** One pale bar, as wide as what will stand there. Shown after 300 ms. */
export function Bar({ width, className }: { width: string; className?: string }) {
  return (
    <span
      style={{ width }}
      className={classes("after-a-moment block h-2.5 max-w-full rounded-[2px] bg-paper-3", className)}
    >
      <span className="breathing block size-full rounded-[inherit] bg-paper-3" />
    </span>
  );
}

/** The real table in pale bars: one width a column. */
export function TableSkeleton({
  label,
  columns,
  rows = 4,
}: {
  label: string;
  columns: readonly string[];
  rows?: number;
}) {
  return (
    <div role="status" aria-busy="true" aria-label={label}>
      {Array.from({ length: rows }, (_, row) => (
        <div
          key={row}
          className="flex h-(--row) items-center gap-6 border-b border-line last:border-transparent"
        >
          {columns.map((width, column) => (
            <Bar key={column} width={width} />
          ))}
        </div>
      ))}
    </div>
  );
}

/** A page's head and a table, for loading.tsx. */
export function PageSkeleton({ label }: { label: string }) {
  return (
    <div role="status" aria-busy="true" aria-label={label}>
      <Bar width="420px" className="mb-3 h-6" />
      <Bar width="560px" className="mb-10 h-3.5" />
      {[70, 58, 66, 62, 54].map((percent) => (
        <div key={percent} className="flex h-(--row) items-center border-b border-line">
          <Bar width={`${percent}%`} />
        </div>
      ))}
    </div>
  );
}
