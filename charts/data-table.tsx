import type { ReactNode } from "react";

export interface Column<Row> {
  head: string;
  cell: (row: Row) => ReactNode;
  /** Numbers stand right. */
  number?: boolean;
}

interface DataTableProps<Row> {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
}

/** The table behind a chart: the same values, in words and numbers. */
export function DataTable<Row>({ caption, columns, rows, keyOf }: DataTableProps<Row>) {
  const side = (column: Column<Row>) => (column.number ? "text-right" : "text-left");
  return (
    <table className="w-full border-collapse text-body tabular-nums">
      <caption className="sr-only">{caption}</caption>
      <thead className="sticky top-0 bg-paper">
        <tr>
          {columns.map((column) => (
            <th
              key={column.head}
              scope="col"
              className={`border-b border-line-2 pr-3 pb-1.5 text-micro font-[450] text-ink-3 last:pr-0 ${side(column)}`}
            >
              {column.head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map((column) => (
              <td key={column.head} className={`h-7 border-b border-line pr-3 last:pr-0 ${side(column)}`}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
