import { costOf } from "../job/best-start.ts";
import { STRETCH_OPEN, WINDOW_OPEN, chooseSlot } from "../job/choose-slot.ts";
import { chooseChunk } from "../job/choose-chunk.ts";
import type { Chooser } from "./asking.ts";
import type { Outlook } from "./foresight.ts";

/** The best start up to each later one, for runs of one length. */
interface Search {
  slots: number;
  /** How far it has been searched from the present slot; -1: not at all. */
  searched: number;
  best: Int32Array;
}

/** One search a slot and length serves every Job that waits there. */
export function byWindow(outlook: Outlook, minSavingPercent: number): Chooser {
  const searches = new Map<number, Search>();
  let search: Search = { slots: -1, searched: -1, best: new Int32Array(0) };

  function searchFor(slots: number, last: number): Search {
    if (search.slots !== slots) {
      search = searches.get(slots) ?? { slots, searched: -1, best: new Int32Array(last + 64) };
      searches.set(slots, search);
    }
    if (search.best.length <= last) {
      const wider = new Int32Array(2 * last + 2);
      wider.set(search.best);
      search.best = wider;
    }
    return search;
  }

  /** Index into the sums of the first of the cheapest starts. */
  function bestOf(slots: number, latest: number): number {
    const { cumulative, now, end } = outlook;
    const last = Math.min(latest, end - slots) - now;
    if (last <= 0) return now;
    const found = searchFor(slots, last);
    const { best } = found;
    if (found.searched < 0) best[0] = 0;
    let lowest = best[Math.max(0, found.searched)] ?? 0;
    let least = costOf(cumulative, now + lowest, slots);
    for (let ahead = Math.max(1, found.searched + 1); ahead <= last; ahead++) {
      const cost = costOf(cumulative, now + ahead, slots);
      if (cost < least) {
        lowest = ahead;
        least = cost;
      }
      best[ahead] = lowest;
    }
    found.searched = Math.max(found.searched, last);
    return now + (best[last] ?? 0);
  }

  return {
    lookAt() {
      for (const one of searches.values()) one.searched = -1;
    },
    choose({ slots, latest, standing: { plan, goingOn } }) {
      const shift = outlook.slot - outlook.now;
      const best = bestOf(slots, latest - shift);
      const choice = chooseSlot(
        outlook.cumulative,
        outlook.now,
        best,
        slots,
        latest - shift,
        plan < 0 ? -1 : plan - shift,
        goingOn,
        minSavingPercent,
      );
      return choice < 0 ? choice : choice + shift;
    },
  };
}

export function byChunks(outlook: Outlook, chunk: number, minSavingPercent: number): Chooser {
  let cumulative = outlook.cumulative;
  return {
    lookAt() {
      cumulative = outlook.cumulative.subarray(0, outlook.end + 1);
    },
    choose({ slots, latest, running, fresh, standing }) {
      if (fresh) return standing.goingOn ? STRETCH_OPEN : WINDOW_OPEN;
      const shift = outlook.slot - outlook.now;
      const run = { slots, latest: latest - shift, chunk, running };
      const plan = standing.plan < 0 ? -1 : standing.plan - shift;
      const choice = chooseChunk(
        cumulative,
        outlook.now,
        run,
        { plan, goingOn: standing.goingOn },
        minSavingPercent,
      );
      return choice < 0 ? choice : choice + shift;
    },
  };
}
