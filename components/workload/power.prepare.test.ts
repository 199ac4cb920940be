import { expect, test } from "vitest";
import { powerSentence } from "./power.prepare.ts";

test.each([
  [96, 3, "96 vCPU × 2.12 W × PUE 1.135 = 231 W, so 0.69 kWh in 3 h."],
  [0.5, 0.5, "0.5 vCPU × 2.12 W × PUE 1.135 = 1.2 W, so 1 Wh in 0.5 h."],
])("%d vCPU for %d h", (vcpus, hours, sentence) => {
  const power = {
    watts: vcpus * 2.12 * 1.135,
    vcpus,
    wattsPerVcpu: 2.12,
    pue: 1.135,
    estimated: true as const,
  };
  expect(powerSentence({ durationMs: hours * 3_600_000 }, power).replaceAll("\u00a0", " ")).toBe(sentence);
});
