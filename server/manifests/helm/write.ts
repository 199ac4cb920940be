import { stringify } from "yaml";
import { Expression, When, type Node, type NodeMap } from "./slots.ts";

const STEP = 2;
const pad = (depth: number): string => " ".repeat(depth * STEP);

/** One object of a chart as the text of a template. Only what a template needs of YAML: block maps and lists, and plain scalars. */
export const templateOf = (object: NodeMap): string => `${mapLines(object, 0).join("\n")}\n`;

/** Under this key a map of the values is merged in; ours go before. */
export const MERGED = "...";

/** Wraps a whole file. */
export const fileWhen = (condition: string, text: string): string =>
  `{{- if ${condition} }}\n${text}{{- end }}\n`;

function mapLines(map: NodeMap, depth: number): string[] {
  return Object.entries(map).flatMap(([key, value]) =>
    value === undefined ? [] : entryLines(key === MERGED ? key : scalar(key), value, depth),
  );
}

function entryLines(key: string, value: Node, depth: number): string[] {
  if (value instanceof When) return conditional(value, entryLines(key, value.part, depth), depth);
  if (key === MERGED && value instanceof Expression) return mergedLines(value, depth);
  if (value instanceof Expression && value.kind === "block") {
    return [
      `${pad(depth)}{{- with ${value.text} }}`,
      `${pad(depth)}${key}:`,
      `${pad(depth + 1)}{{- toYaml . | nindent ${(depth + 1) * STEP} }}`,
      `${pad(depth)}{{- end }}`,
    ];
  }
  if (isList(value)) {
    if (value.length === 0) return [`${pad(depth)}${key}: []`];
    return [`${pad(depth)}${key}:`, ...value.flatMap((item) => itemLines(item, depth + 1))];
  }
  if (isMap(value)) {
    if (Object.keys(value).length === 0) return [`${pad(depth)}${key}: {}`];
    return [`${pad(depth)}${key}:`, ...mapLines(value, depth + 1)];
  }
  return [`${pad(depth)}${key}: ${scalar(value)}`];
}

const mergedLines = ({ text }: Expression, depth: number): string[] => [
  `${pad(depth)}{{- with ${text} }}`,
  `${pad(depth)}{{- toYaml . | nindent ${depth * STEP} }}`,
  `${pad(depth)}{{- end }}`,
];

function itemLines(item: Node, depth: number): string[] {
  if (item instanceof When) return conditional(item, itemLines(item.part, depth), depth);
  if (isList(item)) throw new Error("A list in a list is not written by this chart writer.");
  if (!isMap(item)) return [`${pad(depth)}- ${scalar(item)}`];
  const [first, ...rest] = mapLines(item, depth + 1);
  if (first === undefined) return [`${pad(depth)}- {}`];
  if (first.trimStart().startsWith("{{-"))
    throw new Error("An item of a list begins with a key that always stands.");
  return [`${pad(depth)}- ${first.trimStart()}`, ...rest];
}

const conditional = ({ condition }: When, lines: readonly string[], depth: number): string[] => [
  `${pad(depth)}{{- if ${bare(condition.text)} }}`,
  ...lines,
  `${pad(depth)}{{- end }}`,
];

/** `(eq a b)` reads better as `eq a b` where nothing stands around it. */
const bare = (text: string): string => (/^\([^()]*\)$/.test(text) ? text.slice(1, -1) : text);

function scalar(value: string | number | boolean | null | Expression | When): string {
  if (value instanceof When) throw new Error("A condition needs a place of its own.");
  if (value instanceof Expression) return `{{ ${value.text}${value.kind === "text" ? " | quote" : ""} }}`;
  const text = stringify(value, { lineWidth: 0, blockQuote: false, compat: "yaml-1.1" }).trimEnd(); // Helm reads yes and on as booleans
  return text.replaceAll("{{", "{{`{{`}}"); // Prometheus has braces of its own
}

const isList = (value: Node): value is readonly Node[] => Array.isArray(value);
const isMap = (value: Node): value is NodeMap =>
  typeof value === "object" && value !== null && !isList(value) && !(value instanceof Expression);

/** The object itself, for whoever applies it: no conditions and no expressions are left. @throws Error where one is */
export function plainOf(node: Node): unknown {
  if (node instanceof Expression || node instanceof When)
    throw new Error("An expression of a template is left in a plain object.");
  if (isList(node)) return node.map(plainOf);
  if (!isMap(node)) return node;
  const { [MERGED]: merged, ...own } = node;
  return Object.fromEntries(
    Object.entries({ ...(merged as NodeMap | undefined), ...own }).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, plainOf(value)]],
    ),
  );
}
