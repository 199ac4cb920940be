import { TRPCError } from "@trpc/server";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { CreatePerson } from "#server/domain/person/spec.ts";
import { fieldErrors, sentenceFor } from "./sentences.ts";

const refusalOf = (schema: z.ZodType, input: unknown) =>
  new TRPCError({ code: "BAD_REQUEST", cause: schema.safeParse(input).error });

describe("what a person reads", () => {
  test.each<[string, TRPCError, RegExp]>([
    [
      "our own schema speaks for itself",
      refusalOf(CreatePerson, { name: "A", email: "no", role: "viewer" }),
      /^That is not an e-mail address/,
    ],
    [
      "Zod's default gets the field's name",
      refusalOf(z.object({ count: z.number() }), { count: "x" }),
      /^count: invalid input/,
    ],
    [
      "a domain refusal is its own sentence",
      new TRPCError({ code: "CONFLICT", message: "Someone else changed it." }),
      /^Someone else/,
    ],
    [
      "a database that is away says so",
      new TRPCError({
        code: "INTERNAL_SERVER_ERROR",
        cause: new Error("connect ECONNREFUSED 127.0.0.1:5432"),
      }),
      /^The database does not answer/,
    ],
    [
      "an unknown fault keeps its details",
      new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause: new Error("password=hunter2") }),
      /^The console could not answer: a fault of its own/,
    ],
  ])("%s", (_, error, sentence) => {
    expect(sentenceFor(error)).toMatch(sentence);
    expect(sentenceFor(error)).toMatch(/\.$/);
  });

  test("a form gets the first sentence of each field", () => {
    const error = refusalOf(CreatePerson, { name: "", email: "no", role: "viewer" });
    expect(fieldErrors(error)).toEqual({
      name: "A name is missing.",
      email: "That is not an e-mail address, such as ada@example.org.",
    });
  });
});
