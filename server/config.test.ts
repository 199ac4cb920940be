import { expect, test } from "vitest";
import { loadConfig } from "./config.ts";

test("nothing set: loopback, port 3000, the embedded database, real time", () => {
  expect(loadConfig({})).toMatchObject({
    host: "127.0.0.1",
    port: 3000,
    database: { kind: "embedded" },
    clock: undefined,
    demo: false,
  });
});

test("a clock has a start and a rate", () => {
  const { clock } = loadConfig({ KARBON_CLOCK: "2022-06-01T00:00:00Z@600", KARBON_CLOCK_EPOCH: "5000" });
  expect(clock).toEqual({ startsAt: new Date("2022-06-01T00:00:00Z"), rate: 600, epoch: new Date(5000) });
});

test("the address that the supervisor gives its children is not an external database", () => {
  const config = loadConfig({ DATABASE_URL: "postgresql://a@127.0.0.1/b", KARBON_EMBEDDED_DATABASE: "1" });
  expect(config).toMatchObject({ database: { kind: "embedded" }, databaseUrl: "postgresql://a@127.0.0.1/b" });
});

test.each([
  [{ PORT: "http" }, /PORT is "http"; give a number from 1 to 65535/],
  [{ PORT: "70000" }, /PORT is "70000"/],
  [{ DATABASE_URL: "localhost:5432" }, /DATABASE_URL is not a URL such as/],
  [{ KARBON_CLOCK: "yesterday" }, /KARBON_CLOCK is "yesterday"; give START@RATE/],
  [{ KARBON_CLOCK: "2022-06-01T00:00:00Z@0" }, /rate from 1 to 100000/],
  [{ KARBON_PUBLIC_URL: "karbon.example.org" }, /give an origin such as/],
])("%o is refused with a sentence", (env, message) => {
  expect(() => loadConfig(env)).toThrow(message);
});
