import fs from "node:fs";
import path from "node:path";
import type { Stored } from "../object.ts";

/** One line of the file: an object as it became, or the key of one that is gone. */
export interface JournalLine {
  rv: number;
  storage: string;
  key: string;
  object?: Stored;
}
export interface Journal {
  /** On return the lines are with the operating system: a killed process loses none of them. */
  append(lines: readonly JournalLine[]): void;
  close(): void;
}

const LEAST_COMPACTED_BYTES = 4_000_000;
const FILE = /^state-(\d+)\.jsonl$/;
const newestFirst = (dir: string) =>
  fs
    .readdirSync(dir)
    .flatMap((name) => FILE.exec(name)?.[1] ?? [])
    .map(Number)
    .toSorted((a, b) => b - a);
const encode = (line: JournalLine) => `${JSON.stringify(line)}\n`;

/** Reads what is whole and cuts off a torn tail. */
function recover(file: string, onLine: (line: JournalLine) => void): { bytes: number; torn: boolean } {
  const content = fs.readFileSync(file);
  let offset = 0;
  while (offset < content.length) {
    const end = content.indexOf(10, offset);
    if (end < 0) break;
    try {
      onLine(JSON.parse(content.toString("utf8", offset, end)) as JournalLine);
    } catch {
      break;
    }
    offset = end + 1;
  }
  if (offset < content.length) fs.truncateSync(file, offset);
  return { bytes: offset, torn: offset < content.length };
}

/**
 * An append-only file of writes. When it has grown far beyond what lives, the living objects are written to its successor, which
 * takes its place by a rename.
 * `onLine` gets every line of the last life in order; `living` is asked for the lines of a fresh file.
 */
export function openJournal(
  dir: string,
  onLine: (line: JournalLine) => void,
  living: () => Iterable<JournalLine>,
): Journal & { torn: boolean } {
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  const [newest = 0, ...older] = newestFirst(dir);
  for (const number of older) fs.rmSync(path.join(dir, `state-${number}.jsonl`), { force: true });
  let number = newest;
  const nameOf = (n: number) => path.join(dir, `state-${n}.jsonl`);
  const { bytes: recovered, torn } = newest > 0 ? recover(nameOf(newest), onLine) : { bytes: 0, torn: false };
  let bytes = recovered;
  let compactAt = Math.max(LEAST_COMPACTED_BYTES, bytes * 2);
  if (newest === 0) number = 1;
  let file = fs.openSync(nameOf(number), "a", 0o600);

  function compact(): void {
    const next = nameOf(number + 1);
    const text = Array.from(living(), encode).join("");
    fs.writeFileSync(`${next}.tmp`, text, { mode: 0o600 });
    fs.renameSync(`${next}.tmp`, next);
    fs.closeSync(file);
    fs.rmSync(nameOf(number), { force: true });
    number += 1;
    file = fs.openSync(next, "a", 0o600);
    bytes = Buffer.byteLength(text);
    compactAt = Math.max(LEAST_COMPACTED_BYTES, bytes * 4);
  }

  return {
    torn,
    append(lines) {
      bytes += fs.writeSync(file, lines.map(encode).join(""));
      if (bytes > compactAt) compact();
    },
    close: () => fs.closeSync(file),
  };
}
