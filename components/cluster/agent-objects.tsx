import { Table, Td, Th } from "#components/ui/table.tsx";

export interface ObjectLine {
  kind: string;
  name: string;
  word: string;
  /** Fields that turn, or what the cluster answered. */
  note?: string;
  failed?: boolean;
}

/** What would be done to each object, or what was; what was refused stands first. */
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
          {lines
            .toSorted((one, other) => Number(other.failed ?? 0) - Number(one.failed ?? 0))
            .map(({ kind, name, word, note, failed }) => (
              <tr key={`${kind}/${name}`}>
                <Td>
                  {kind}
                  <span className="mono block text-ink-3 [overflow-wrap:anywhere]">{name}</span>
                </Td>
                <Td className={failed ? "text-crimson" : undefined}>
                  {word}
                  {note && (
                    <span className="block text-small text-ink-3 [overflow-wrap:anywhere]">{note}</span>
                  )}
                </Td>
              </tr>
            ))}
        </tbody>
      </Table>
    </div>
  );
}
