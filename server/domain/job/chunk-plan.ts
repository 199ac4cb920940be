import type { Cumulative } from "./best-start.ts";
import { select } from "./select.ts";

/** What is left of a run that may be split, and where it may lie: slots from `from` to `to` (exclusive), all of them foreseen. */
export interface ChunkTask {
  cumulative: Cumulative;
  from: number;
  to: number;
  /** How many slots are left to run. */
  slots: number;
  /** No stretch is shorter; at most `slots`. */
  chunk: number;
  /** It runs, and has for a whole chunk: the present stretch may end or go on as it likes. */
  running: boolean;
}

/** The cheapest plan: its first slot and what it costs; of equal plans the one that starts earliest. */
export interface ChunkPlan {
  first: number;
  grams: number;
}

const valueAt = (cumulative: Cumulative, slot: number): number =>
  (cumulative[slot + 1] ?? Number.NaN) - (cumulative[slot] ?? Number.NaN);

/** Infinity grams when the slots do not hold the run. */
export function planChunks(task: ChunkTask): ChunkPlan {
  const { from, to, slots } = task;
  if (to - from < slots) return { first: from, grams: Infinity };
  if (task.chunk <= 1) return cheapestSlots(task);
  const table = tableOf(task);
  const first = nextStart(task, table, from, slots, task.running);
  return { first, grams: (task.running ? table.going : table.idle)[slots] ?? Infinity };
}

/** Every slot of the cheapest plan, in order of time; none when they do not hold the run. */
export function slotsOfPlan(task: ChunkTask): number[] {
  if (task.to - task.from < task.slots) return [];
  return task.chunk <= 1 ? lowestSlots(task) : slotsByTable(task);
}

function lowestSlots(task: ChunkTask): number[] {
  const { cumulative, from, to, slots } = task;
  const limit = limitOf(task);
  let ties = slots - countUnder(cumulative, from, to, limit);
  const used: number[] = [];
  for (let slot = from; slot < to; slot++) {
    const grams = valueAt(cumulative, slot);
    if (grams < limit || (grams === limit && ties-- > 0)) used.push(slot);
  }
  return used;
}

function slotsByTable(task: ChunkTask): number[] {
  const table = tableOf(task);
  const used: number[] = [];
  let { running } = task;
  for (let slot = task.from; used.length < task.slots && slot < task.to;) {
    const left = task.slots - used.length;
    const start = nextStart(task, table, slot, left, running);
    const length = running && start === slot ? 1 : Math.min(task.chunk, left);
    for (let i = 0; i < length; i++) used.push(start + i);
    slot = start + length;
    running = true;
  }
  return used;
}

/** What the run costs at least when its next stretch starts at `from`. */
export function costStartingAt(task: ChunkTask, from: number): number {
  const { cumulative, to, slots, chunk } = task;
  if (to - from < slots) return Infinity;
  const first = (cumulative[from + chunk] ?? Number.NaN) - (cumulative[from] ?? Number.NaN);
  if (slots === chunk) return first;
  const rest = { ...task, from: from + chunk, slots: slots - chunk, running: true };
  return first + planChunks(rest).grams;
}

/** Single slots: the lowest, the earliest of equal ones. */
function cheapestSlots(task: ChunkTask): ChunkPlan {
  const { cumulative, from, to, slots } = task;
  const limit = limitOf(task);
  let grams = 0;
  let used = 0;
  let first = -1;
  for (let slot = from; slot < to; slot++) {
    const value = valueAt(cumulative, slot);
    if (value > limit) continue;
    if (first === -1) first = slot;
    if (value === limit) continue;
    grams += value;
    used += 1;
  }
  return { first, grams: grams + (slots - used) * limit };
}

let scratch = new Float64Array(256);

/** The value of the dearest slot that is used. */
function limitOf({ cumulative, from, to, slots }: ChunkTask): number {
  if (scratch.length < to - from) scratch = new Float64Array(2 * (to - from));
  for (let slot = from; slot < to; slot++) scratch[slot - from] = valueAt(cumulative, slot);
  return select(scratch, to - from, slots - 1);
}

function countUnder(cumulative: Cumulative, from: number, to: number, limit: number): number {
  let count = 0;
  for (let slot = from; slot < to; slot++) if (valueAt(cumulative, slot) < limit) count += 1;
  return count;
}

/** Row by slot, column by what is left to run: least grams when idle at that slot, and when in a stretch that may end. */
interface Table {
  idle: Float64Array;
  going: Float64Array;
}

/** From the last slot back to the first: what is left costs what its next chunk, or its next slot, costs and then the rest. */
function tableOf({ cumulative, from, to, slots, chunk }: ChunkTask): Table {
  const width = slots + 1;
  const idle = new Float64Array((to - from + 1) * width).fill(Infinity);
  const going = new Float64Array((to - from + 1) * width).fill(Infinity);
  idle[(to - from) * width] = 0;
  going[(to - from) * width] = 0;
  for (let row = to - from - 1; row >= 0; row--) {
    const at = row * width;
    const slot = from + row;
    idle[at] = 0;
    going[at] = 0;
    const whole = slot + chunk <= to ? (cumulative[slot + chunk] ?? 0) - (cumulative[slot] ?? 0) : Infinity;
    const one = valueAt(cumulative, slot);
    for (let left = 1; left <= slots; left++) {
      const later = idle[at + width + left] ?? Infinity;
      const start =
        left >= chunk && whole < Infinity
          ? whole + (going[at + chunk * width + left - chunk] ?? Infinity)
          : Infinity;
      idle[at + left] = Math.min(later, start);
      going[at + left] = Math.min(later, one + (going[at + width + left - 1] ?? Infinity));
    }
  }
  return { idle, going };
}

/** The slot at which the plan runs next, asked at `slot` with `left` to run. */
function nextStart(task: ChunkTask, { idle, going }: Table, slot: number, left: number, running: boolean) {
  const width = task.slots + 1;
  const later = (row: number) => idle[(row + 1) * width + left] ?? Infinity;
  let row = slot - task.from;
  if (running) {
    const on = valueAt(task.cumulative, slot) + (going[(row + 1) * width + left - 1] ?? Infinity);
    if (on <= later(row)) return slot;
    row += 1;
  }
  while (row < task.to - task.from && startCost(task, going, row, left) > later(row)) row += 1;
  return task.from + row;
}

function startCost(
  { cumulative, from, to, slots, chunk }: ChunkTask,
  going: Float64Array,
  row: number,
  left: number,
) {
  if (left < chunk || from + row + chunk > to) return Infinity;
  const whole = (cumulative[from + row + chunk] ?? 0) - (cumulative[from + row] ?? 0);
  return whole + (going[(row + chunk) * (slots + 1) + left - chunk] ?? Infinity);
}
