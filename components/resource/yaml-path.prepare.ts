export interface YamlPlace {
  /** The keys above, without places in lists. */
  path: string[];
  /** The key whose value is typed; undefined where a key is typed. */
  valueOf: string | undefined;
  /** What is typed of it so far. */
  typed: string;
}

const KEY = /^(\s*(?:- +)*)([\w./-]*)$/;
const VALUE = /^(\s*(?:- +)*)([^\s:#][^:]*):\s+(\S*)$/;
const LINE = /^(\s*(?:- +)*)(?:["']?([^\s"':#][^"':]*)["']?:)?/;

/** Where in an object a cursor is, by how far lines are set in; undefined inside a text, a comment or a flow of brackets. */
export function placeAt(above: readonly string[], before: string): YamlPlace | undefined {
  const value = VALUE.exec(before);
  if (value) {
    const [, indent = "", key = "", typed = ""] = value;
    return { path: keysAbove(above, indent.length), valueOf: key, typed };
  }
  const key = KEY.exec(before);
  if (!key) return undefined;
  const [, indent = "", typed = ""] = key;
  return { path: keysAbove(above, indent.length), valueOf: undefined, typed };
}

function keysAbove(above: readonly string[], indent: number): string[] {
  const keys: string[] = [];
  let within = indent;
  for (const line of above.toReversed()) {
    if (within === 0) break;
    const [whole = "", lead = "", key] = LINE.exec(line) ?? [];
    if (key === undefined || whole.trim() === "" || lead.length >= within) continue;
    keys.unshift(key);
    within = lead.length;
  }
  return keys;
}
