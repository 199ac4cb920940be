import { Table, Td, Th } from "#components/ui/table.tsx";

export interface ObjectLine {
  kind: string;
  name: string;
  word: string;
  /** Fields that turn, or what the cluster answered. */
  note?: string;
  failed?: boolean;
}

/** What would be done to each object, or what was. */
export function AgentObjects({ lines, caption }: { lines: readonly ObjectLine[]; caption: string }) {
  return (
    <div
      role="region"
      aria-label={caption}
      tabIndex={0}
      className="mt-3 max-h-[38dvh] overflow-auto rounded-2 focus-visible:outline-offset-[-2px]"
    >
      <Table>
        <thead>
          <tr>
            <Th>Object</Th>
            <Th>What</Th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ kind, name, word, note, failed }) => (
            <tr key={`${kind}/${name}`}>
              <Td>
                {kind} <span className="mono break-all text-ink-3">{name}</span>
              </Td>
              <Td className={failed ? "text-crimson" : undefined}>
                {word}
                {note && <span className="block text-small break-words text-ink-3">{note}</span>}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
