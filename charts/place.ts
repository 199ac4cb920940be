export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}
export type Anchor = "start" | "middle" | "end";
export interface Place {
  x: number;
  /** Of the baseline. */
  y: number;
  anchor: Anchor;
}
export interface Label extends Place {
  text: string;
}

const ASCENT_OF_EM = 0.78;
const DESCENT_OF_EM = 0.24;

/** Widths of Geist's letters in em, by kind; a little wide rather than narrow. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[\d+\u2212]/, 0.62],
  [/[\s.,:;|'’ijl]/, 0.28],
  [/[tfr\-()/]/, 0.38],
  [/[A-Zmw%]/, 0.78],
];
const OTHER_WIDTH = 0.58;

const widthOf = (text: string, fontSize: number): number =>
  Array.from(text).reduce(
    (sum, letter) => sum + (WIDTHS.find(([kind]) => kind.test(letter))?.[1] ?? OTHER_WIDTH) * fontSize,
    0,
  );

/** The box a text takes. */
export function boxOf({ x, y, anchor, text }: Label, fontSize: number): Box {
  const width = widthOf(text, fontSize);
  const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
  return {
    left,
    right: left + width,
    top: y - ASCENT_OF_EM * fontSize,
    bottom: y + DESCENT_OF_EM * fontSize,
  };
}

export const overlaps = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

const within = (inner: Box, outer: Box) =>
  inner.left >= outer.left &&
  inner.right <= outer.right &&
  inner.top >= outer.top &&
  inner.bottom <= outer.bottom;

/** Takes the first place where the text stands free, and claims it; none where every place is taken. */
export function place(
  text: string,
  fontSize: number,
  places: readonly Place[],
  taken: Box[],
  bounds: Box,
): Label | null {
  for (const candidate of places) {
    const label = { ...candidate, text };
    const box = boxOf(label, fontSize);
    if (!within(box, bounds) || taken.some((other) => overlaps(box, other))) continue;
    taken.push(box);
    return label;
  }
  return null;
}

export const boxAround = (x: number, y: number, halfWidth: number, halfHeight: number): Box => ({
  left: x - halfWidth,
  right: x + halfWidth,
  top: y - halfHeight,
  bottom: y + halfHeight,
});
