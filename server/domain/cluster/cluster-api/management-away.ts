import type { ManagementLook } from "../provider.ts";
import { asSentence } from "../words.ts";

/** Reason of the error for a management cluster that is not connected here any more. */
export const MANAGEMENT_GONE = "ManagementGone";

/** What is known by each reason: how it does not answer, and what a person does about it. */
const WORDS: Record<string, { how: string; mend: string }> = {
  CredentialsRefused: { how: "does not let us in", mend: "Replace its credentials." },
  Forbidden: {
    how: "does not let us look",
    mend: "Give its credentials that right, or replace them by some that have it.",
  },
};
const AWAY = {
  how: "does not answer",
  mend: "Start it again, or mend the way to it: it is asked again every 30\u00a0s.",
};
const GONE = "The management cluster that makes it is not connected any more.";
const MEANWHILE =
  "The cluster goes on without it, and its Jobs are held and released as before; its machines can be neither seen nor changed from here.";

/** The management cluster alone failed: who does not answer, what goes on all the same, and what to do. */
export function managementAway(
  name: string | undefined,
  { reason, message }: { reason: string | undefined; message: string },
): Extract<ManagementLook, { answers: false }> {
  if (reason === MANAGEMENT_GONE || name === undefined)
    return said(MANAGEMENT_GONE, [GONE, MEANWHILE, "Connect it again under Settings."]);
  const known = reason === undefined ? undefined : WORDS[reason];
  const { how, mend } = known ?? AWAY;
  const who = `The management cluster ${name} ${how}: ${asSentence(message)}`;
  return said(known && reason ? reason : "NoAnswer", [who, MEANWHILE, mend]);
}

const said = (reason: string, parts: readonly string[]) => ({
  answers: false as const,
  reason,
  message: parts.join(" "),
});
