import { NOT_FORESEEN, type Choice, type Standing } from "../job/choose-slot.ts";

export const UNDER_LIMIT = -5;
export const SIGNAL_STALE = -6;
/** Wait, without an hour in view. */
export const UNPLANNED = Number.MAX_SAFE_INTEGER;
/** No answer holds for all: each Job is asked. */
export const EACH = -100;

/** A Job as it stands at a slot; slots are those of the series. */
export interface Asking {
  /** What is left of it. */
  slots: number;
  /** The last slot at which that still ends in time. */
  latest: number;
  chunk: number;
  running: boolean;
  /** It runs, for less than a chunk so far. */
  fresh: boolean;
  standing: Standing;
}

/** Looks at a slot once, and then answers every Job that waits there. A wait is told by the slot it waits for. */
export interface Chooser {
  lookAt: (slot: number) => void;
  choose: (asking: Asking) => Choice;
}

/** A rule that asks nothing of a Job. */
export function sameForAll(answer: (slot: number) => Choice): Chooser {
  let choice: Choice = NOT_FORESEEN;
  return {
    lookAt(slot) {
      choice = answer(slot);
    },
    choose: () => choice,
  };
}
