const UNITS = 2 ** 20;

/**
 * To a millionth of a gram, on a grid of binary fractions, so that sums of years of slots are exact: equal stretches stay equal
 * wherever a sum began, and ties go to the earliest start.
 */
export const exact = (gramsPerKwh: number): number => Math.round(gramsPerKwh * UNITS) / UNITS;
