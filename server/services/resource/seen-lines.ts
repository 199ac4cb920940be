import { instantOf } from "#server/domain/resource/log-instant.ts";
import type { LogLine } from "#server/domain/resource/view.ts";

/** Which lines of one container were passed on, so that none comes twice when its log is read again. */
export function createSeenLines() {
  let last = "";
  let textsAtLast: string[] = [];
  let mark = ""; // up to here, what is read again was passed on before
  let textsAtMark: string[] = [];

  function note(instant: string, text: string): void {
    if (instant < last) return; // standard error may be written a little out of order
    if (instant > last) textsAtLast = [];
    last = instant;
    textsAtLast.push(text);
  }

  return {
    /** Begins another reading. @returns from when on: the API knows whole seconds only; undefined: no line has come yet */
    begin(): string | undefined {
      [mark, textsAtMark] = [last, [...textsAtLast]];
      return last === ""
        ? undefined
        : new Date(Number(last.slice(0, last.indexOf("."))) * 1_000).toISOString();
    },
    isNew({ at, text }: LogLine): boolean {
      const instant = instantOf(at);
      if (instant === "") return true;
      const place = instant === mark ? textsAtMark.indexOf(text) : -1;
      if (instant < mark || place >= 0) {
        textsAtMark = textsAtMark.toSpliced(place, place >= 0 ? 1 : 0);
        return false;
      }
      note(instant, text);
      return true;
    },
  };
}
