import { z } from "zod";

/** A backup is gzipped JSON lines: a header, then rows and files in chunks, then an end mark without which it is torn. */
export const BACKUP_FORMAT = "karbonetes-backup/1";

export const BackupLine = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("header"),
    format: z.literal(BACKUP_FORMAT),
    createdAt: z.string(),
    migrations: z.array(z.string()),
  }),
  z.object({ kind: z.literal("rows"), table: z.string(), rows: z.array(z.record(z.string(), z.unknown())) }),
  z.object({ kind: z.literal("file"), path: z.string(), base64: z.string() }),
  z.object({ kind: z.literal("end"), rows: z.number(), files: z.number() }),
]);
export type BackupLine = z.infer<typeof BackupLine>;

/** What of the data directory belongs to a backup beside the database: the key, and what sandboxes keep. */
export const isKept = (relative: string): boolean => /^(key|[^/]*\.key|clusters\/.+)$/.test(relative);

/** Paths come from a file that somebody may have made by hand. */
export function safeRelative(relative: string): boolean {
  return (
    isKept(relative) &&
    !relative.split("/").includes("..") &&
    !relative.startsWith("/") &&
    !relative.includes("\0")
  );
}
