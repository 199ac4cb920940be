import fs from "node:fs";
import path from "node:path";
import type { Decision } from "#server/domain/job/decision.ts";
import { decodeRecord, encodeRecord, type DecisionRecord } from "#server/domain/job/record.ts";

/** Where an agent writes its decisions down before it acts, and finds them again after a restart. */
export interface Recorder {
  /** On disk (in the kernel's hands) when it returns. */
  record(record: DecisionRecord): void;
  /** The last decision on a Job that was acted on, also of the life before this one. */
  previousOf(jobUid: string): Decision | undefined;
  /** Whether that decision was to let it run. */
  wasReleased(jobUid: string): boolean;
  /** Whether the last decision on it was that of a dry run. */
  wasDryRun(jobUid: string): boolean;
  /** The Job is gone or done: nothing of it is asked any more. */
  forget(jobUid: string): void;
}

export interface Journal extends Recorder {
  /** Hands over what was not handed over yet, in order, in batches; the place moves after each. Resolves to how many. */
  drain(store: (records: DecisionRecord[]) => Promise<void>): Promise<number>;
  close(): void;
}

const BATCH = 100;
const COMPACT_BYTES = 8 * 1024 * 1024;

/** An append-only file of JSON lines in `dir`, and beside it how far it has been handed over. One writer. */
export function openJournal(dir: string): Journal {
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = path.join(dir, "decisions.jsonl");
  const placeFile = path.join(dir, "decisions.place");
  const last = new Map<string, DecisionRecord>();
  const size = repair(file);
  for (const { record } of linesOf(file, 0)) last.set(record.jobUid, record);
  let place = Math.min(readPlace(placeFile), size);
  let fd = fs.openSync(file, "a", 0o600);
  let draining: Promise<number> | undefined;

  function savePlace(next: number): void {
    fs.writeFileSync(`${placeFile}.new`, String(next));
    fs.renameSync(`${placeFile}.new`, placeFile);
    place = next;
  }

  /** All is handed over: only what a restart must know is kept. */
  function compact(): void {
    const { size: bytes } = fs.fstatSync(fd);
    if (place < bytes || bytes < COMPACT_BYTES) return;
    const kept = [...last.values()].map((record) => `${JSON.stringify(encodeRecord(record))}\n`).join("");
    fs.writeFileSync(`${file}.new`, kept, { mode: 0o600 });
    savePlace(0); // kept lines are handed over once more rather than lost, should this be the last thing done
    fs.renameSync(`${file}.new`, file);
    fs.closeSync(fd);
    fd = fs.openSync(file, "a", 0o600);
  }

  async function drainAll(store: (records: DecisionRecord[]) => Promise<void>): Promise<number> {
    let count = 0;
    for (;;) {
      const batch = [...linesOf(file, place, BATCH)];
      const end = batch.at(-1)?.end;
      if (end === undefined) break;
      await store(batch.map(({ record }) => record));
      savePlace(end);
      count += batch.length;
    }
    compact();
    return count;
  }

  return {
    record(record) {
      fs.writeSync(fd, `${JSON.stringify(encodeRecord(record))}\n`);
      last.set(record.jobUid, record);
    },
    previousOf(jobUid) {
      const record = last.get(jobUid);
      return record?.wouldHave ? undefined : record?.decision;
    },
    wasReleased: (jobUid) => last.get(jobUid)?.released === true,
    wasDryRun: (jobUid) => last.get(jobUid)?.wouldHave !== undefined,
    forget: (jobUid) => void last.delete(jobUid),
    async drain(store) {
      draining ??= drainAll(store).finally(() => (draining = undefined));
      return draining;
    },
    close: () => fs.closeSync(fd),
  };
}

/** A kill in the middle of a write leaves half a line: it goes. Returns the size after it. */
function repair(file: string): number {
  if (!fs.existsSync(file)) return 0;
  const text = fs.readFileSync(file);
  const whole = text.lastIndexOf(0x0a) + 1;
  if (whole < text.length) fs.truncateSync(file, whole);
  return whole;
}

function readPlace(file: string): number {
  const place = fs.existsSync(file) ? Number(fs.readFileSync(file, "utf8")) : 0;
  return Number.isInteger(place) && place >= 0 ? place : 0;
}

/** The records from a byte on, each with the byte after it. A line that cannot be read is passed over. */
function* linesOf(
  file: string,
  from: number,
  most = Infinity,
): Generator<{ record: DecisionRecord; end: number }> {
  if (!fs.existsSync(file)) return;
  const bytes = fs.readFileSync(file).subarray(from);
  let start = 0;
  for (let count = 0; count < most; count++) {
    const stop = bytes.indexOf(0x0a, start);
    if (stop === -1) return;
    const record = parse(bytes.toString("utf8", start, stop));
    start = stop + 1;
    if (record) yield { record, end: from + start };
  }
}

function parse(line: string): DecisionRecord | undefined {
  try {
    return decodeRecord(JSON.parse(line));
  } catch {
    return undefined;
  }
}
