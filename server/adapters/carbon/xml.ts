/** An element's text, or its children by name in order. Prefixes of namespaces and attributes are dropped. */
export type XmlValue = string | { [name: string]: XmlValue[] };
export interface XmlDocument {
  root: string;
  value: XmlValue;
}

interface Open {
  name: string;
  text: string;
  children: { [name: string]: XmlValue[] } | undefined;
}

const NAME = String.raw`[A-Za-z_][\w.:-]*`;
const TOKEN = new RegExp(
  [
    String.raw`<\?[^?]*\?>`,
    String.raw`<!--[\s\S]*?-->`,
    String.raw`<!\[CDATA\[(?<cdata>[\s\S]*?)\]\]>`,
    String.raw`</(?<close>${NAME})\s*>`,
    String.raw`<(?<open>${NAME})(?:\s+${NAME}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*(?<empty>/?)>`,
    String.raw`(?<text>[^<]+)`,
  ].join("|"),
  "y",
);
const DEEPEST = 32;
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/**
 * Elements, text and nothing clever: no document type and no entities of one's own, so that nothing can be pulled in or
 * blown up. @throws Error when it is cut short or no XML
 */
export function parseXml(text: string): XmlDocument {
  const stack: Open[] = [{ name: "", text: "", children: undefined }];
  TOKEN.lastIndex = text.startsWith("\uFEFF") ? 1 : 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const groups = TOKEN.exec(text)?.groups;
    if (!groups) throw new Error(`no XML at ${at}`);
    take(stack, groups);
  }
  if (stack.length !== 1) throw new Error("cut short");
  return rootOf(stack[0]);
}

function rootOf(document: Open | undefined): XmlDocument {
  const [root, ...others] = Object.entries(document?.children ?? {});
  const [value, ...twins] = root?.[1] ?? [];
  if (!root || value === undefined || others.length + twins.length > 0 || document?.text.trim())
    throw new Error("no single root");
  return { root: root[0], value };
}

function take(stack: Open[], { cdata, close, open, empty, text }: Record<string, string | undefined>): void {
  const top = stack.at(-1);
  if (!top) throw new Error("nothing is open");
  if (cdata !== undefined) top.text += cdata;
  if (text !== undefined) top.text += decoded(text);
  if (close !== undefined) shut(stack, localName(close));
  if (open === undefined) return;
  if (stack.length > DEEPEST) throw new Error("too deep");
  stack.push({ name: localName(open), text: "", children: undefined });
  if (empty) shut(stack, localName(open));
}

function shut(stack: Open[], name: string): void {
  const element = stack.pop();
  const parent = stack.at(-1);
  if (!element || !parent || element.name !== name) throw new Error(`${name} is closed but not open`);
  parent.children ??= Object.create(null) as { [name: string]: XmlValue[] };
  (parent.children[name] ??= []).push(element.children ?? element.text.trim());
}

const localName = (name: string) => name.slice(name.indexOf(":") + 1);

const decoded = (text: string) =>
  text.replace(/&(?:#(\d{1,7})|([a-z]+));?/g, (_, code: string | undefined, name: string | undefined) => {
    const character = code === undefined ? ENTITIES[name ?? ""] : String.fromCodePoint(Number(code));
    if (character === undefined) throw new Error(`an entity of its own: ${name ?? ""}`);
    return character;
  });
