import { parseMessage, type MessageLine } from "#server/domain/cluster/cluster-api/message.ts";

/** Whether a message is a list, which one line cannot show. */
export const isNested = (message: string): boolean => /\n|^\s*\* /.test(message);

/** A message of several lines as the list that it is; one line stays a line. */
export function MessageTree({ message }: { message: string }) {
  const lines = parseMessage(message);
  if (lines.length === 1 && lines[0]?.below.length === 0) return <>{lines[0].text}</>;
  return <Lines lines={lines} />;
}

function Lines({ lines }: { lines: readonly MessageLine[] }) {
  return (
    <ul className="grid gap-0.5">
      {lines.map(({ text, below }, index) => (
        <li key={index} className="break-words">
          {text}
          {below.length > 0 && (
            <div className="mt-0.5 border-l border-line-2 pl-3">
              <Lines lines={below} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}
