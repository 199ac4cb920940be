import { expect, test } from "vitest";
import { helpOf, portOf, readFlags } from "./flags.ts";

const FLAGS = {
  zone: { env: "KARBON_ZONE", value: "ZONE", help: "the zone" },
  port: { value: "PORT", fallback: "80", help: "HTTP" },
  "dry-run": { env: "KARBON_DRY_RUN", help: "changes nothing" },
} as const;

test.each<[string, string[], Record<string, string>, Record<string, string | undefined>]>([
  ["nothing given: the fallback, or nothing", [], {}, { zone: undefined, port: "80", "dry-run": undefined }],
  ["from the environment", [], { KARBON_ZONE: "DE", KARBON_DRY_RUN: "1" }, { zone: "DE", "dry-run": "1" }],
  ["a flag goes before its twin", ["--zone", "FR"], { KARBON_ZONE: "DE" }, { zone: "FR" }],
  ["a switch that is off in the environment is off", [], { KARBON_DRY_RUN: "0" }, { "dry-run": undefined }],
  ["an empty twin is none", [], { KARBON_ZONE: "" }, { zone: undefined }],
  ["with an equals sign", ["--port=81", "--dry-run"], {}, { port: "81", "dry-run": "1" }],
])("%s", (_, args, env, expected) => {
  expect(readFlags(FLAGS, args, env)).toMatchObject(expected);
});

test.each([
  ["an unknown flag", ["--zon", "DE"], /'--zon'/],
  ["a flag without its value", ["--zone"], /zone/],
  ["a word too many", ["now"], /now/],
])("%s is a sentence", (_, args, message) => {
  expect(() => readFlags(FLAGS, args, {})).toThrow(message);
});

test("a port is a number that can be one", () => {
  expect(portOf("0", "port")).toBe(0);
  expect(() => portOf("70000", "port")).toThrow('--port is "70000"; give a number from 0 to 65535.');
});

test("the help names each flag, its twin and what holds without it", () => {
  expect(helpOf(FLAGS)).toBe(
    "  --zone ZONE  the zone (KARBON_ZONE)\n  --port PORT  HTTP (default 80)\n  --dry-run    changes nothing (KARBON_DRY_RUN)",
  );
});
