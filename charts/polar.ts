/** Degrees clockwise from the top; the centre is the origin. */
export function point(radius: number, degrees: number): { x: number; y: number } {
  const radians = ((degrees - 90) * Math.PI) / 180;
  return { x: round(radius * Math.cos(radians)), y: round(radius * Math.sin(radians)) };
}

/** Two decimals: a path of a hundred fibres stays small, and server and browser print the same digits. */
export const round = (value: number): number => Math.round(value * 100) / 100 + 0;

const at = (radius: number, degrees: number) => {
  const { x, y } = point(radius, degrees);
  return `${x} ${y}`;
};
const large = (from: number, to: number) => (Math.abs(to - from) > 180 ? 1 : 0);

/** An arc from one angle to a later one; a full turn is drawn as two halves, since SVG cannot name one. */
export function arc(radius: number, from: number, to: number): string {
  if (to - from >= 360)
    return `${arc(radius, from, from + 180)}A${radius} ${radius} 0 0 1 ${at(radius, from + 360)}`;
  return `M${at(radius, from)}A${radius} ${radius} 0 ${large(from, to)} 1 ${at(radius, to)}`;
}

/** The same arc drawn from its end, so that text on it reads upright in the lower half. */
export const arcBack = (radius: number, from: number, to: number): string =>
  `M${at(radius, to)}A${radius} ${radius} 0 ${large(from, to)} 0 ${at(radius, from)}`;

export const radial = (inner: number, outer: number, degrees: number): string =>
  `M${at(inner, degrees)}L${at(outer, degrees)}`;

/** The area between two radii and two angles. */
export function sector(inner: number, outer: number, from: number, to: number): string {
  const flag = large(from, to);
  return `M${at(inner, from)}L${at(outer, from)}A${outer} ${outer} 0 ${flag} 1 ${at(outer, to)}L${at(inner, to)}A${inner} ${inner} 0 ${flag} 0 ${at(inner, from)}Z`;
}

/** An upright lens: the slit. */
export const lens = (halfWidth: number, halfHeight: number): string =>
  `M0 ${-halfHeight}Q${halfWidth * 2} 0 0 ${halfHeight}Q${-halfWidth * 2} 0 0 ${-halfHeight}Z`;
