import { counted } from "#charts/format.ts";
import type { ResourceKind } from "#server/domain/resource/kind.ts";
import type { TableColumn, TableRow } from "#server/domain/resource/table.ts";

export interface ShownColumn extends TableColumn {
  /** Which cell of a row. */
  at: number;
}

/** The columns to draw: those of little worth only where all are wanted. The first one leads to the object. */
export function columnsOf(columns: readonly TableColumn[], all: boolean): ShownColumn[] {
  const shown = columns
    .map((column, at) => ({ ...column, at, number: column.number || column.name === "Age" }))
    .filter(({ priority }) => all || priority === 0);
  const name = shown.find((column) => column.name === "Name");
  return name ? [name, ...shown.filter((column) => column !== name)] : shown;
}

export const hasMoreColumns = (columns: readonly TableColumn[]): boolean =>
  columns.some(({ priority }) => priority > 0);

/** "Ready 1/1, Running, Restarts 0": what a phone shows of a row under its name. A state needs no name of its column. */
export function summaryOf(columns: readonly ShownColumn[], { cells }: Pick<TableRow, "cells">): string {
  return columns
    .slice(1)
    .filter(({ name, at }) => name !== "Age" && !isNothing(cells[at]))
    .map(({ name, at }) =>
      /^(status|phase|message|reason)$/i.test(name) ? cells[at] : `${name} ${cells[at]}`,
    )
    .join(", ");
}

export const isNothing = (cell: string | undefined): boolean =>
  cell === undefined || cell === "" || cell === "<none>";

export function byName(rows: readonly TableRow[], text: string): TableRow[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return [...rows];
  return rows.filter(({ name, cells }) => name.toLowerCase().includes(wanted) || isIn(cells, wanted));
}

/** Events have no name worth typing: what they say is looked at too. */
const isIn = (cells: readonly string[], wanted: string) =>
  cells.some((cell) => cell.toLowerCase().includes(wanted));

interface Counts {
  shown: number;
  loaded: number;
  remaining: number | null;
  more: boolean;
}

/** "lab has 12 Pods in default." */
export function headline(
  cluster: string,
  kind: Pick<ResourceKind, "kind">,
  { namespace, filtered }: { namespace: string | null; filtered: boolean },
  { shown, loaded, remaining, more }: Counts,
): string {
  const where = namespace ? ` in ${namespace}` : "";
  const many = pluralOf(kind.kind);
  if (filtered) {
    const total = shown === 0 ? "No" : String(shown);
    const noun = shown === 1 ? kind.kind : many;
    return `${total} ${noun}${where} of ${cluster} ${shown === 1 ? "is" : "are"} like that${more ? ", of those read so far" : ""}.`;
  }
  if (loaded === 0) return `${cluster} has no ${many}${where}.`;
  if (more && remaining === null) return `${cluster} has more than ${loaded} ${many}${where}.`;
  return `${cluster} has ${counted(loaded + (remaining ?? 0), kind.kind, many)}${where}.`;
}

/** Ingress -> Ingresses, NetworkPolicy -> NetworkPolicies. */
export function pluralOf(kind: string): string {
  if (/(s|x|ch)$/.test(kind)) return kind === "Endpoints" ? kind : `${kind}es`;
  return /[^aeiou]y$/.test(kind) ? `${kind.slice(0, -1)}ies` : `${kind}s`;
}
