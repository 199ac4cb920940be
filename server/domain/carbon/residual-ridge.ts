import { DAY_MS, MINUTE_MS } from "../clock.ts";
import { solveCholesky } from "./cholesky.ts";
import { FEATURES, OWN, SHARED, featureReader } from "./residual-features.ts";
import type { Series } from "./series.ts";
import { usualAt, type Usual } from "./usual.ts";
import type { WeatherReader } from "./weather-features.ts";

/** Fitted anew each Thursday 00:00 UTC, when the weeks of the epoch turn, on the 13 weeks before. */
const WEEK_MS = 7 * DAY_MS;
const WEEKS = 13;
const RIDGE = 0.03;
/** The most it may say beside the level's fade, and from how many days of history on: a young fit is a bad one. */
const MOST_WEIGHT = 0.5;
const FIRST_DAYS = 30;
const FULL_DAYS = 90;
/** Rows end this long before a week does, however far is foreseen, so that a fit does not depend on it. */
const REACH_MS = 2 * DAY_MS;
/** Finer series are fitted at half hours; between them the correction is drawn straight. */
const LEAST_KNOT_MS = 30 * MINUTE_MS;

export interface ResidualRidge {
  /** Adds to `shift` (g/kWh a slot ahead of `origin`) what the last 13 weeks teach about it. */
  correct(origin: number, shift: Float64Array): void;
}

interface Block {
  rows: number;
  shared: Float64Array; // SHARED x SHARED
  own: Float64Array; // a knot: OWN x FEATURES
  target: Float64Array; // a knot: FEATURES
}
interface Fit {
  weight: number;
  coefficients: Float64Array; // a knot: FEATURES
}

/**
 * One ridge regression a horizon: what the anomaly will be, from the anomalies so far. Weekly sums of products are kept, so that a
 * year of refits costs little, and a fit is the same to the last bit however much older history stands before it.
 */
export function residualRidge(
  series: Series,
  usual: Usual,
  slots: number,
  weather?: WeatherReader,
): ResidualRidge {
  const { grams, stepMs, startsAt } = series;
  const stride = Math.max(1, Math.round(LEAST_KNOT_MS / stepMs));
  const knots = Math.ceil((slots - 1) / stride) + 1;
  const reader = featureReader(series, usual, weather);
  const weekOf = (slot: number) => Math.floor((startsAt + slot * stepMs) / WEEK_MS);
  const slotOf = (week: number) => Math.ceil((week * WEEK_MS - startsAt) / stepMs);
  const blocks = new Map<number, Block>();
  const fits = new Map<number, Fit | undefined>();
  const row = new Float64Array(FEATURES);

  /** Rows whose last target lies in the week: nothing in it was measured after the week. */
  function blockOf(week: number): Block {
    const known = blocks.get(week);
    if (known) return known;
    const block: Block = {
      rows: 0,
      shared: new Float64Array(SHARED * SHARED),
      own: new Float64Array(knots * OWN * FEATURES),
      target: new Float64Array(knots * FEATURES),
    };
    const reach = Math.max(slots, Math.round(REACH_MS / stepMs));
    const first = Math.max(8 * usual.day, slotOf(week) - reach);
    const last = Math.min(slotOf(week + 1), grams.length) - reach;
    const offGrid = (Math.round(startsAt / stepMs) + first) % stride;
    for (let origin = first + ((stride - offGrid) % stride); origin < last; origin += stride)
      addRow(block, origin);
    blocks.set(week, block);
    return block;
  }

  function addRow(block: Block, origin: number): void {
    reader.readShared(origin, row);
    block.rows += 1;
    for (let i = 0; i < SHARED; i++) addScaled(block.shared, i * SHARED, row, i + 1, row[i] ?? 0);
    for (let knot = 0; knot < knots; knot++) {
      const slot = origin + knot * stride;
      const came = (grams[slot] ?? Number.NaN) - usualAt(usual, slot, origin);
      if (Number.isNaN(came)) continue; // it counts as usual: rows are the same for all horizons
      reader.readOwn(origin, knot * stride, row, SHARED);
      for (let i = 0; i < OWN; i++)
        addScaled(block.own, (knot * OWN + i) * FEATURES, row, SHARED + i + 1, row[SHARED + i] ?? 0);
      addScaled(block.target, knot * FEATURES, row, FEATURES, came);
    }
  }

  function fitOf(week: number): Fit | undefined {
    if (fits.has(week)) return fits.get(week);
    const used = Array.from({ length: WEEKS }, (_, back) => blockOf(week - 1 - back));
    const days = (used.reduce((sum, { rows }) => sum + rows, 0) * stride) / usual.day;
    const weight = MOST_WEIGHT * Math.min(1, Math.max(0, (days - FIRST_DAYS) / (FULL_DAYS - FIRST_DAYS)));
    const fit = weight > 0 ? { weight, coefficients: solveAll(used, knots) } : undefined;
    fits.set(week, fit);
    return fit;
  }

  return {
    correct(origin, shift) {
      const fit = fitOf(weekOf(origin));
      if (!fit) return;
      reader.readShared(origin, row);
      let before = 0;
      for (let knot = 0; knot < knots; knot++) {
        const ahead = knot * stride;
        reader.readOwn(origin, ahead, row, SHARED);
        const said = dot(fit.coefficients, knot * FEATURES, row);
        for (let back = Math.min(stride, ahead + 1) - 1; back >= 0; back--) {
          const slot = ahead - back;
          if (slot >= shift.length) continue;
          const straight = before + (said - before) * (1 - back / stride);
          shift[slot] = (shift[slot] ?? 0) * (1 - fit.weight) + fit.weight * (knot === 0 ? said : straight);
        }
        before = said;
      }
    },
  };
}

function solveAll(blocks: readonly Block[], knots: number): Float64Array {
  const shared = sumOf(blocks.map((block) => block.shared));
  const own = sumOf(blocks.map((block) => block.own));
  const target = sumOf(blocks.map((block) => block.target));
  const matrix = new Float64Array(FEATURES * FEATURES);
  for (let knot = 0; knot < knots; knot++) {
    for (let i = 0; i < FEATURES; i++) {
      const from = i < SHARED ? shared : own;
      const offset = i < SHARED ? i * SHARED : (knot * OWN + i - SHARED) * FEATURES;
      for (let j = 0; j <= i; j++) matrix[i * FEATURES + j] = from[offset + j] ?? 0;
      matrix[i * FEATURES + i] = (matrix[i * FEATURES + i] ?? 0) * (1 + RIDGE) + 1e-9;
    }
    solveCholesky(matrix, target.subarray(knot * FEATURES, (knot + 1) * FEATURES));
  }
  return target;
}

function addScaled(
  into: Float64Array,
  offset: number,
  row: Float64Array,
  count: number,
  factor: number,
): void {
  for (let j = 0; j < count; j++) into[offset + j] = (into[offset + j] ?? 0) + factor * (row[j] ?? 0);
}

function dot(coefficients: Float64Array, offset: number, row: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < FEATURES; j++) sum += (coefficients[offset + j] ?? 0) * (row[j] ?? 0);
  return sum;
}

function sumOf(arrays: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(arrays[0]?.length ?? 0);
  for (const array of arrays) for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (array[i] ?? 0);
  return sum;
}
