import type { TRPCError } from "@trpc/server";
import { ZodError } from "zod";

const DATABASE_AWAY =
  /ECONNREFUSED|ECONNRESET|ENOTFOUND|Can't reach database|Connection terminated|terminating connection|P1001|P1017|the database system is/;

/** What a person reads. An unknown error keeps its details in the log. */
export function sentenceFor(error: TRPCError): string {
  const { cause } = error;
  if (cause instanceof ZodError) return zodSentence(cause);
  if (isDatabaseAway(error)) return "The database does not answer. The console tries again by itself.";
  if (error.code === "INTERNAL_SERVER_ERROR") {
    return "The console could not answer: a fault of its own. The terminal it runs in has the details.";
  }
  if (error.code === "PARSE_ERROR") return "The request could not be read.";
  return error.message;
}

export const isDatabaseAway = (error: unknown): boolean =>
  error instanceof Error && (DATABASE_AWAY.test(error.message) || isDatabaseAway(error.cause));

/** First message of each field, by its dotted path: for a form that shows them in place. */
export function fieldErrors(error: TRPCError): Record<string, string> | undefined {
  if (!(error.cause instanceof ZodError)) return undefined;
  const fields: Record<string, string> = {};
  for (const { path, message } of error.cause.issues) fields[path.join(".")] ??= message;
  return fields;
}

/** Our own schemas speak in sentences; Zod's defaults get the field's name in front. */
function zodSentence(error: ZodError): string {
  const sentences = error.issues.map(({ path, message }) =>
    /[.!?]$/.test(message) || path.length === 0 ? message : `${path.join(".")}: ${lowerFirst(message)}.`,
  );
  return [...new Set(sentences)].slice(0, 3).join(" ");
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
