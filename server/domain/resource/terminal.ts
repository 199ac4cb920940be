import { z } from "zod";

/** A terminal is one shell: a connection that breaks ends it, and is not opened again by itself. */
export type TerminalEvent =
  | { kind: "open" }
  /** Bytes as base64, as the program wrote them; `leftOut` of them were more than could be shown. */
  | { kind: "output"; base64: string; leftOut: number }
  /** `why` is null where the program ended by itself, without a fault. */
  | { kind: "ended"; why: string | null };

export const TerminalSize = z.object({
  columns: z.int().min(2).max(1_000),
  rows: z.int().min(1).max(1_000),
});
export type TerminalSize = z.infer<typeof TerminalSize>;

/** Keys are sent in pieces of at most so many bytes: a message between two consoles has room for them as base64. */
export const MOST_INPUT_BYTES = 4_096;

/** What a person does in it: keys as base64 bytes, or another size of the window. */
export const TerminalInput = z.object({
  session: z.uuid(),
  base64: z
    .base64()
    .max((MOST_INPUT_BYTES * 4) / 3 + 4)
    .optional(),
  size: TerminalSize.optional(),
});
export type TerminalInput = z.infer<typeof TerminalInput>;

/** The best shell that the container has, with colours. */
export const SHELL: readonly string[] = [
  "/bin/sh",
  "-c",
  "TERM=xterm-256color; export TERM; if [ -x /bin/bash ]; then exec /bin/bash; else exec /bin/sh; fi",
];

/** "psql -U app" -> ["/bin/sh", "-c", ...]; nothing typed is a shell. */
export const commandOf = (typed: string): readonly string[] =>
  typed.trim() === "" ? SHELL : ["/bin/sh", "-c", `TERM=xterm-256color exec ${typed.trim()}`];

const NO_SHELL = /no such file or directory|executable file not found|not found in \$PATH/i;

/** Where a container has no shell, kubectl can put one beside it. */
export const debugCommandFor = (
  why: string,
  { namespace, pod, container }: { namespace: string; pod: string; container: string },
): string | null =>
  NO_SHELL.test(why)
    ? `kubectl debug -it --namespace=${namespace} ${pod} --image=busybox --target=${container}`
    : null;
