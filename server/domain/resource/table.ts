import { z } from "zod";

const Cell = z.unknown().transform(cellText);

const Row = z.object({
  cells: z.array(Cell),
  object: z
    .object({
      metadata: z.object({
        name: z.string(),
        namespace: z.string().optional(),
        uid: z.string().optional(),
        deletionTimestamp: z.string().optional(),
      }),
    })
    .transform(({ metadata }) => metadata),
});
const ListMeta = z.object({
  continue: z.string().optional(),
  remainingItemCount: z.number().optional(),
});
const Column = z.object({
  name: z.string(),
  type: z.string().default("string"),
  priority: z.number().default(0),
});

/** What an API server answers to `as=Table`. */
const Table = z.object({
  kind: z.literal("Table"),
  metadata: ListMeta,
  columnDefinitions: z.array(Column),
  rows: z
    .array(Row)
    .nullish()
    .transform((rows) => rows ?? []),
});
/** Some aggregated API servers have no tables: a name and a time is what every object has. */
const PlainList = z.object({
  metadata: ListMeta,
  items: z
    .array(
      z.object({
        metadata: z.object({
          name: z.string(),
          namespace: z.string().optional(),
          uid: z.string().optional(),
          creationTimestamp: z.string().optional(),
          deletionTimestamp: z.string().optional(),
        }),
      }),
    )
    .nullish()
    .transform((items) => items ?? []),
});

export interface TableColumn {
  name: string;
  number: boolean;
  /** 0 is always shown; more only where there is room. */
  priority: number;
}
export interface TableRow {
  uid: string;
  name: string;
  namespace: string | null;
  deleting: boolean;
  /** As many as there are columns; "" where nothing is known. */
  cells: string[];
}
export interface TablePage {
  columns: TableColumn[];
  rows: TableRow[];
  /** For the next page; null at the end. */
  next: string | null;
  /** After this page; null where the API server does not count. */
  remaining: number | null;
}

/** A page of a list, whatever the API server made of the wish for a table. @throws ZodError for what is neither */
export function readTable(answer: unknown): TablePage {
  const table = Table.safeParse(answer);
  if (!table.success) return readPlainList(answer);
  const { metadata, columnDefinitions, rows } = table.data;
  return {
    columns: columnDefinitions.map(({ name, type, priority }) => ({
      name,
      number: type === "integer" || type === "number",
      priority,
    })),
    rows: rows.map(({ cells, object }) => ({
      ...identityOf(object),
      cells: columnDefinitions.map((_, at) => cells[at] ?? ""),
    })),
    ...restOf(metadata),
  };
}

function readPlainList(answer: unknown): TablePage {
  const { metadata, items } = PlainList.parse(answer);
  return {
    columns: [
      { name: "Name", number: false, priority: 0 },
      { name: "Created At", number: false, priority: 0 },
    ],
    rows: items.map(({ metadata: object }) => ({
      ...identityOf(object),
      cells: [object.name, object.creationTimestamp ?? ""],
    })),
    ...restOf(metadata),
  };
}

interface Identity {
  name: string;
  namespace?: string | undefined;
  uid?: string | undefined;
  deletionTimestamp?: string | undefined;
}
const identityOf = ({ name, namespace, uid, deletionTimestamp }: Identity) => ({
  uid: uid ?? `${namespace ?? ""}/${name}`,
  name,
  namespace: namespace ?? null,
  deleting: deletionTimestamp !== undefined,
});

const restOf = (metadata: z.infer<typeof ListMeta>) => ({
  next: metadata.continue || null,
  remaining: metadata.remainingItemCount ?? null,
});

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "string") return cell;
  return JSON.stringify(cell);
}
