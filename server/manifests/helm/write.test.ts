import { expect, test } from "vitest";
import {
  both,
  Expression,
  freeForm,
  isEqual,
  isSet,
  jsonOf,
  listOf,
  type NodeMap,
  not,
  orElse,
  slotsOf,
  when,
} from "./slots.ts";
import { MERGED, plainOf, templateOf } from "./write.ts";

const values = {
  zone: "DE",
  replicas: 2,
  quiet: false,
  labels: {},
  size: freeForm({ cpu: 1 }),
  tls: { mode: "self" },
};
const slots = slotsOf(values);
const lines = (...all: string[]) => `${all.join("\n")}\n`;

test.each<[string, NodeMap, string]>([
  ["text is quoted", { a: slots.zone }, lines("a: {{ .Values.zone | quote }}")],
  ["a number is not", { a: slots.replicas }, lines("a: {{ .Values.replicas }}")],
  [
    "a group's value is reached through it",
    { a: slots.tls.mode },
    lines("a: {{ .Values.tls.mode | quote }}"),
  ],
  [
    "a free map stands where it has something in it",
    { a: { b: slots.size } },
    lines("a:", "  {{- with .Values.size }}", "  b:", "    {{- toYaml . | nindent 4 }}", "  {{- end }}"),
  ],
  [
    "labels of the values stand beside ours",
    { labels: { own: "x", [MERGED]: slots.labels } },
    lines(
      "labels:",
      "  own: x",
      "  {{- with .Values.labels }}",
      "  {{- toYaml . | nindent 2 }}",
      "  {{- end }}",
    ),
  ],
  [
    "a condition stands around an item and around a key",
    {
      list: listOf("one", when(slots.quiet, { name: "two", more: 1 })),
      key: when(isEqual(slots.tls.mode, "self"), "k"),
    },
    lines(
      "list:",
      "  - one",
      "  {{- if .Values.quiet }}",
      "  - name: two",
      "    more: 1",
      "  {{- end }}",
      '{{- if eq .Values.tls.mode "self" }}',
      "key: k",
      "{{- end }}",
    ),
  ],
  ["empty lists and maps are said", { a: [], b: {}, c: undefined }, lines("a: []", "b: {}")],
  ["what YAML 1.1 takes for a boolean is quoted", { a: "on", b: "true" }, lines('a: "on"', 'b: "true"')],
  ["another's braces stay as they are", { a: "of {{ $x }}" }, lines("a: of {{`{{`}} $x }}")],
  ["free values as JSON", { a: jsonOf(slots.size) }, lines("a: {{ .Values.size | toJson | quote }}")],
  ["a default", { a: orElse(slots.zone, "x") }, lines('a: {{ .Values.zone | default "x" | quote }}')],
])("%s", (_, object, text) => {
  expect(templateOf(object)).toBe(text);
});

test("the same description with values in it is the object itself", () => {
  const describe = (all: typeof values | typeof slots): NodeMap => ({
    zone: all.zone,
    labels: { own: "x", [MERGED]: all.labels },
    list: listOf("one", when(all.quiet, "two"), when(not(all.quiet), "three")),
    key: when(both(isSet(all.zone), isEqual(all.tls.mode, "other")), "k"),
    json: jsonOf(all.size),
    name: orElse("", "fallback"),
  });
  expect(plainOf(describe({ ...values, labels: { mine: "y" } }))).toEqual({
    zone: "DE",
    labels: { own: "x", mine: "y" },
    list: ["one", "three"],
    json: '{"cpu":1}',
    name: "fallback",
  });
  expect(() => plainOf(describe(slots))).toThrow("An expression of a template is left");
});

test("both conditions are asked where both are expressions", () => {
  const asked = both(isSet(slots.zone), not(slots.quiet));
  expect(asked).toEqual(new Expression("(and .Values.zone (not .Values.quiet))"));
  expect(both(true, isSet(slots.zone))).toEqual(new Expression(".Values.zone"));
  expect(both(slots.quiet, false)).toBe(false);
});
