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

const WIDTH_OF_EM = 0.56;
const ASCENT_OF_EM = 0.78;
const DESCENT_OF_EM = 0.24;

/** The box a text takes, from the mean width of Geist; a little wide rather than narrow. */
export function boxOf({ x, y, anchor, text }: Label, fontSize: number): Box {
  const width = text.length * WIDTH_OF_EM * fontSize;
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
