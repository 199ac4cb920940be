/** Beside a number this great a double keeps 20 binary digits after the point. */
const TWENTY_DIGITS = 1.5 * 2 ** 32;

/**
 * To a millionth of a gram, on a grid of binary fractions, so that sums of years of slots are exact: equal stretches stay equal
 * wherever a sum began, and ties go to the earliest start.
 */
export const exact = (gramsPerKwh: number): number => gramsPerKwh + TWENTY_DIGITS - TWENTY_DIGITS;
