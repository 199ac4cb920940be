import { expect, test } from "vitest";
import { layoutDelay, type DelayModel, type DelayPoint } from "./delay-curve.prepare.ts";
import { percentTenths } from "./format.ts";
import { boxOf, overlaps } from "./place.ts";

const at = (delayHours: number, savingPercent: number): DelayPoint => ({ delayHours, savingPercent });
const model = (change: Partial<DelayModel> = {}): DelayModel => ({
  points: [at(0, 0), at(12, 9), at(24, 15), at(36, 18)],
  ideal: [at(0, 0), at(12, 11), at(24, 18), at(36, 22)],
  draft: at(24, 15),
  inForce: undefined,
  ...change,
});
const layout = (change: Partial<DelayModel> = {}, width = 480) =>
  layoutDelay(model(change), width, percentTenths);
const plain = (text: string | undefined) => text?.replaceAll("\u00a0", " ");

test.each<[Partial<DelayModel>, string[]]>([
  [{}, ["0", "12", "24", "36 h"]],
  [{ draft: at(72, 20) }, ["0", "24", "48", "72 h"]],
  [{ points: [at(0, 0), at(8, 5)], draft: at(8, 5) }, ["0", "3", "6 h"]],
  [{ inForce: at(168, 20) }, ["0", "48", "96", "144 h"]],
])("hours reach as far as any point (%#)", (change, texts) => {
  expect(layout(change).hours.map(({ text }) => plain(text))).toEqual(texts);
});

test("the draft stands on its curve, and no name on another", () => {
  for (const width of [310, 480])
    for (const inForce of [at(24, 14.5), at(20, 15), at(8, 6), at(36, 18), at(0, 0)]) {
      const { line, draft, labels } = layout({ inForce }, width);
      expect(line).toContain(`${draft.x.toFixed(1)} ${draft.y.toFixed(1)}`);
      expect(plain(labels.draft?.text)).toBe("draft, 24 h, 15.0 %");
      const boxes = Object.values(labels).flatMap((label) => (label ? [boxOf(label, 12)] : []));
      for (const [index, box] of boxes.entries())
        expect(boxes.slice(index + 1).some((other) => overlaps(box, other))).toBe(false);
    }
});

test("the ideal is a line of its own, above, and named as never reached", () => {
  const { ideal, labels, line } = layout();
  expect(ideal).not.toBe(line);
  expect(labels.ideal?.text).toBe("ideal, never reached");
  expect(layout({ ideal: undefined })).toMatchObject({ ideal: "", labels: { ideal: null } });
});

test("a loss is drawn at zero and said in its number", () => {
  const { draft, value, labels } = layout({ points: [at(0, 0), at(24, -3)], draft: at(24, -3) });
  expect(draft.y).toBe(value.y(0));
  expect(plain(labels.draft?.text)).toBe("24 h, \u22123.0 %");
});
