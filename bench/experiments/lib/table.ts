import { progress } from "../../report.ts";
import type { Provenance } from "./provenance.ts";

type Cell = string | number | null | undefined;

/** With --json one object on stdout and nothing else; without it, one table a list of rows, for people. */
export function reportRows(
  result: { [name: string]: unknown } & Provenance,
  tables: Readonly<{ [title: string]: readonly object[] }>,
): void {
  if (process.argv.includes("--json")) {
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return;
  }
  for (const [title, rows] of Object.entries(tables)) {
    process.stdout.write(`${title}\n${table(rows)}\n`);
  }
  for (const [file, sha] of Object.entries(result.data)) progress(`${file}  sha256 ${sha}`);
}

function table(rows: readonly object[]): string {
  const names = Object.keys(rows[0] ?? {});
  const cells = [names, ...rows.map((row) => Object.values(row).map(shown))];
  const widths = names.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "))
    .map((line) => `  ${line.trimEnd()}\n`)
    .join("");
}

const shown = (cell: Cell): string =>
  typeof cell === "number" && !Number.isInteger(cell) ? cell.toFixed(5) : String(cell ?? "-");
