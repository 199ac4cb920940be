/** A line of a condition's message, with what stands indented below it. */
export interface MessageLine {
  text: string;
  below: MessageLine[];
}

const LINE = /^(\s*)(?:[*-]\s+)?(.*)$/;

/** The nested list that Cluster API writes into a message: bullets, two blanks a level. Nothing of it is cut. */
export function parseMessage(message: string): MessageLine[] {
  const top: MessageLine[] = [];
  const open: { depth: number; line: MessageLine }[] = [];
  for (const raw of message.split("\n")) {
    const [, indent = "", text = ""] = LINE.exec(raw) ?? [];
    if (text.trim() === "") continue;
    const line: MessageLine = { text: text.trim(), below: [] };
    while ((open.at(-1)?.depth ?? -1) >= indent.length) open.pop();
    (open.at(-1)?.line.below ?? top).push(line);
    open.push({ depth: indent.length, line });
  }
  return top;
}
