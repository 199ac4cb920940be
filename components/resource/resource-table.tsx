"use client";
import Link from "next/link";
import { Button } from "#components/ui/button.tsx";
import { Glyph } from "#components/ui/status.tsx";
import { Row, Table, Td, Th } from "#components/ui/table.tsx";
import type { ResourceKind } from "#server/domain/resource/kind.ts";
import type { TableColumn, TableRow } from "#server/domain/resource/table.ts";
import {
  columnsOf,
  hasMoreColumns,
  isNothing,
  pluralOf,
  type ShownColumn,
  summaryOf,
} from "./list.prepare.ts";
import { hrefOf } from "./place.prepare.ts";
import type { ListViewState } from "./use-list-view.ts";

interface ResourceTableProps {
  cluster: string;
  kind: ResourceKind;
  namespace: string | null;
  columns: readonly TableColumn[];
  rows: readonly TableRow[];
  view: ListViewState;
  setView: (change: Partial<ListViewState>) => void;
}

/** Rows as `kubectl get` prints them; where they lie in many namespaces, with these. */
export function ResourceTable({
  cluster,
  kind,
  namespace,
  columns,
  rows,
  view,
  setView,
}: ResourceTableProps) {
  const all = view.columns === "all";
  const shown = columnsOf(columns, all);
  const withNamespace = kind.namespaced && namespace === null;
  if (rows.length === 0) return null;
  return (
    <>
      <div role="region" aria-label={`The ${pluralOf(kind.kind)}`} tabIndex={0} className="overflow-x-auto">
        <Table stack data-testid="resources">
          <caption className="sr-only">{pluralOf(kind.kind)}</caption>
          <thead>
            <tr>
              {shown.map((column, at) => (
                <Heads key={column.name} column={column} namespaceToo={at === 0 && withNamespace} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <ObjectRow
                key={row.uid}
                row={row}
                columns={shown}
                withNamespace={withNamespace}
                href={hrefOf(cluster, { kind: kind.id, namespace: row.namespace, name: row.name })}
              />
            ))}
          </tbody>
        </Table>
      </div>
      {hasMoreColumns(columns) && (
        <Button
          small
          kind="quiet"
          className="mt-2 max-touch:hidden"
          onClick={() => setView({ columns: all ? "" : "all" })}
        >
          {all ? "Fewer columns" : "All columns"}
        </Button>
      )}
    </>
  );
}

function Heads({ column: { name, number }, namespaceToo }: { column: ShownColumn; namespaceToo: boolean }) {
  return (
    <>
      <Th number={number}>{name}</Th>
      {namespaceToo && <Th>Namespace</Th>}
    </>
  );
}

interface ObjectRowProps {
  row: TableRow;
  columns: readonly ShownColumn[];
  withNamespace: boolean;
  href: string;
}

function ObjectRow({ row, columns, withNamespace, href }: ObjectRowProps) {
  const [first, ...rest] = columns;
  const age = rest.find(({ name }) => name === "Age");
  const summary = [withNamespace && row.namespace, summaryOf(columns, row)].filter(Boolean).join(" · ");
  return (
    <Row data-testid={`object-${row.name}`}>
      <Td className="touch:max-w-[420px] touch:min-w-[140px]">
        <span className="flex items-center gap-1.5">
          {row.deleting && <Glyph shape="deleting" />}
          <Link
            href={href}
            prefetch={false}
            className="link min-w-0 break-words touch:truncate"
            title={row.name}
          >
            {first && !isNothing(row.cells[first.at]) ? row.cells[first.at] : row.name}
          </Link>
          {row.deleting && <span className="sr-only">is being deleted</span>}
        </span>
      </Td>
      {withNamespace && (
        <Td hide className="whitespace-nowrap text-ink-2">
          {row.namespace}
        </Td>
      )}
      <Td number className="text-ink-2 touch:hidden!">
        {age && row.cells[age.at]}
      </Td>
      <Td wide className="text-small break-words text-ink-2 touch:hidden!">
        {summary}
      </Td>
      {rest.map(({ name, number, at }) => (
        <Td key={name} hide number={number} className="max-w-[520px] text-ink-2">
          <Cell text={row.cells[at] ?? ""} />
        </Td>
      ))}
    </Row>
  );
}

/** A sentence of an event wraps; a word does not. */
function Cell({ text }: { text: string }) {
  if (isNothing(text)) return <span className="text-ink-3">none</span>;
  const isLong = text.length > 40 && text.includes(" ");
  return (
    <span
      title={text.length > 60 ? text : undefined}
      className={isLong ? "block min-w-64 py-1" : "block truncate"}
    >
      {text}
    </span>
  );
}
