import { expect, test } from "vitest";
import { mixedSignals } from "./mixed-signals.ts";

const average = (zone: string) => ({ zone, signalKind: "average" as const });
const caiso = { zone: "CAISO_NORTH", signalKind: "marginal" as const };

test.each<[string, Parameters<typeof mixedSignals>[0], string | undefined]>([
  ["zones of one signal share an axis", [average("DE"), average("FR")], undefined],
  ["no zone mixes nothing", [], undefined],
  [
    "average and marginal never do, and both are named",
    [average("DE"), caiso],
    "The signal of DE is average and that of CAISO_NORTH is marginal: the two never share an axis.",
  ],
])("%s", (_, zones, sentence) => {
  expect(mixedSignals(zones)).toBe(sentence);
});
