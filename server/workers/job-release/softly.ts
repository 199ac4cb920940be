import type { Logger } from "#server/adapters/log.ts";

/** An Event is a courtesy: failing to write one holds up nothing. */
export async function softly(log: Pick<Logger, "warn">, write: Promise<void>): Promise<undefined> {
  try {
    await write;
  } catch (error) {
    log.warn({ err: error }, "an Event could not be written");
  }
  return undefined;
}
