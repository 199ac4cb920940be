import { expect, test } from "vitest";
import { parseXml } from "./xml.ts";

test.each([
  ["text", "<a>x</a>", { root: "a", value: "x" }],
  ["nothing", "<a/>", { root: "a", value: "" }],
  [
    "children in order, with their twins",
    "<a><b>1</b><c/><b>2</b></a>",
    { root: "a", value: { b: ["1", "2"], c: [""] } },
  ],
  [
    "a declaration, a comment, attributes and prefixes",
    `<?xml version="1.0"?><!-- <b> --><n:a xmlns:n="u" x='y'>1</n:a>`,
    { root: "a", value: "1" },
  ],
  ["the five entities and numbers", "<a>&lt;&amp;&#65;&gt;</a>", { root: "a", value: "<&A>" }],
  ["CDATA", "<a><![CDATA[<b>]]></a>", { root: "a", value: "<b>" }],
  ["a name with dots", "<a><b.c>1</b.c></a>", { root: "a", value: { "b.c": ["1"] } }],
])("reads %s", (_, text, document) => expect(parseXml(text)).toEqual(document));

test.each([
  ["nothing", ""],
  ["words", "hello"],
  ["half a document", "<a><b>1</b>"],
  ["half a tag", "<a><b"],
  ["tags that cross", "<a><b></a></b>"],
  ["two roots", "<a/><b/>"],
  ["twin roots", "<a/><a/>"],
  ["text beside the root", "<a/>x"],
  ["a document type with entities", `<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`],
  ["an entity of its own", "<a>&b;</a>"],
  ["a document that is too deep", "<a>".repeat(40)],
  ["HTML", "<html><br>x</html>"],
])("refuses %s", (_, text) => expect(() => parseXml(text)).toThrow());

test("a name from outside cannot reach the prototype", () => {
  const { value } = parseXml("<a><__proto__>1</__proto__></a>");
  expect(Object.keys(value)).toEqual(["__proto__"]);
});
