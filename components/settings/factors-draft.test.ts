import { expect, test } from "vitest";
import { EMISSION_FACTORS } from "#server/domain/carbon/fuel-mix.ts";
import { draftOfFactors, factorsOfDraft, sameFactors } from "./factors-draft.ts";

const draft = draftOfFactors(EMISSION_FACTORS);

test("what is in force makes a draft that says the same", () => {
  const { factors } = factorsOfDraft(draft);
  expect(factors && sameFactors(factors, EMISSION_FACTORS)).toBe(true);
});

test.each([
  ["a decimal comma is one", "820,5", 820.5, undefined],
  [
    "an empty field is a missing number, not 0",
    "",
    undefined,
    "Give the emission factor as a number of g/kWh.",
  ],
  ["a negative one cannot be", "-1", undefined, "An emission factor is from 0 to 3000 g/kWh."],
])("%s", (_, coal, expected, sentence) => {
  const { factors, errors } = factorsOfDraft({ ...draft, coal });
  expect(factors?.coal).toBe(expected);
  expect(errors).toEqual(sentence ? { coal: sentence } : {});
});
