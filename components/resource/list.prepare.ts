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

/** So many rows are drawn at first, and with each press on "Show more". */
export const PAGE = 100;
/** As many as the API server is asked for at once while something is looked for. */
export const SEARCH_PAGE = 500;

export interface Counts {
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
    return `${total} ${noun}${where} of ${cluster} ${shown === 1 ? "is" : "are"} like that${more ? `, of the ${whole(loaded)} read so far` : ""}.`;
  }
  if (loaded === 0) return `${cluster} has no ${many}${where}.`;
  if (more && remaining === null) return `${cluster} has more than ${loaded} ${many}${where}.`;
  return `${cluster} has ${counted(loaded + (remaining ?? 0), kind.kind, many)}${where}.`;
}

/** "Searching: 1,500 of 10,000 read, 3 found." */
export function searchSentence({ shown, loaded, remaining }: Counts): string {
  const read = remaining === null ? `${whole(loaded)} read so far` : `${ofAll(loaded, remaining)} read`;
  return `Searching: ${read}, ${shown === 0 ? "none" : whole(shown)} found.`;
}

/** That there is none is said only where all was read. */
export const nothingSentence = ({ loaded, more }: Counts): string =>
  more ? `Not among the ${whole(loaded)} read so far.` : "Nothing here is like that.";

/** What "Show more" brings: rows that are here already, or those that the API server still has. */
export function moreLabel(
  { shown, remaining, more }: Counts,
  { drawn, bySearch }: { drawn: number; bySearch: boolean },
): string {
  if (bySearch && drawn >= shown)
    return remaining ? `Look on, ${whole(remaining)} are not read yet` : "Look on";
  const left = bySearch ? shown - drawn : shown - drawn + (remaining ?? 0);
  if (left === 0) return "Show more";
  return `Show more, ${whole(left)} ${more && (bySearch || remaining === null) ? "or more " : ""}are left`;
}

const whole = (count: number): string => count.toLocaleString("en-GB");
const ofAll = (loaded: number, remaining: number) => `${whole(loaded)} of ${whole(loaded + remaining)}`;

/** Ingress -> Ingresses, NetworkPolicy -> NetworkPolicies. */
export function pluralOf(kind: string): string {
  if (/(s|x|ch)$/.test(kind)) return kind === "Endpoints" ? kind : `${kind}es`;
  return /[^aeiou]y$/.test(kind) ? `${kind.slice(0, -1)}ies` : `${kind}s`;
}
