import { parseDocument } from "yaml";

export interface Fault {
  from: number;
  to: number;
  severity: "error";
  message: string;
}

const LONGEST_LINTED = 500_000;

/** Where a text is no YAML, and why. Of a very long one only the API server says. */
export function faultsIn(text: string): Fault[] {
  if (text.length > LONGEST_LINTED) return [];
  return parseDocument(text, { prettyErrors: false }).errors.map(({ pos: [from, to], message }) => ({
    from: Math.min(from, text.length),
    to: Math.min(Math.max(to, from), text.length),
    severity: "error",
    message: message.split("\n")[0] ?? message,
  }));
}
