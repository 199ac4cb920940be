import { expect, test } from "vitest";
import { draftOf, powerOfDraft, wattsExample } from "./power-draft.ts";

const IN_FORCE = { wattsPerVcpu: 2.12, pue: 1.135 };

test("what is in force makes a draft that says the same", () => {
  expect(powerOfDraft(draftOf(IN_FORCE)).power).toEqual(IN_FORCE);
});

test.each([
  ["a decimal comma is one", { wattsPerVcpu: "3,5", pue: "1.2" }, { wattsPerVcpu: 3.5, pue: 1.2 }],
  ["an empty field is no number", { wattsPerVcpu: "", pue: "1.2" }, undefined],
  ["a PUE under 1 cannot be", { wattsPerVcpu: "2", pue: "0.9" }, undefined],
  ["words are no number", { wattsPerVcpu: "two", pue: "1.2" }, undefined],
])("%s", (_, draft, power) => expect(powerOfDraft(draft).power).toEqual(power));

test("each field has its own sentence", () => {
  expect(powerOfDraft({ wattsPerVcpu: "", pue: "7" }).errors).toEqual({
    wattsPerVcpu: "Give the watts per vCPU as a number.",
    pue: "A PUE is from 1 to 3.",
  });
});

test("an example makes the model plain", () => {
  expect(wattsExample(IN_FORCE)).toBe("A Job that requests 16 vCPU draws 38.5\u00a0W by it, estimated.");
});
