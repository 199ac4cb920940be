import { expect, test } from "vitest";
import { withoutNulls } from "./without-nulls.ts";

test("null fields go at every depth, a null in a list stays", () => {
  expect(withoutNulls({ a: null, b: { c: null, d: [{ e: null, f: 0 }, null] }, g: "", h: false })).toEqual({
    b: { d: [{ f: 0 }, null] },
    g: "",
    h: false,
  });
});

test("what is given is not changed, and without a null it is given back", () => {
  const part = { c: [1, { d: "e" }] };
  const given = { a: null, part };
  const result = withoutNulls(given) as typeof given;
  expect(result.part).toBe(part);
  expect(given).toEqual({ a: null, part });
  expect(withoutNulls(part)).toBe(part);
});

test.each([undefined, null, 0, "", true])("%s is itself", (value) => {
  expect(withoutNulls(value)).toBe(value);
});

test("a key that is called __proto__ is a key like any other", () => {
  const result = withoutNulls(JSON.parse('{"__proto__":{"suspend":true,"gone":null}}')) as object;
  expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
  expect(JSON.stringify(result)).toBe('{"__proto__":{"suspend":true}}');
});
