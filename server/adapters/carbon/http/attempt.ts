import { connectionWords } from "../../connection-words.ts";
import { retryAfterOf } from "./retry-after.ts";

/** How a body is read: throws when it is cut short or something else. */
export interface Form {
  name: string;
  mediaType: string;
  read: (text: string) => unknown;
}
export const JSON_FORM: Form = {
  name: "JSON",
  mediaType: "application/json",
  read: (text) => JSON.parse(text) as unknown,
};

export interface Attempt {
  title: string;
  url: string;
  headers?: Readonly<Record<string, string>> | undefined;
  form?: Form | undefined;
  /** Statuses besides 2xx that the source reads itself. */
  accept?: readonly number[] | undefined;
  /** Secrets in it: in no sentence, even when the provider repeats them. */
  conceal?: readonly string[] | undefined;
  timeoutMs: number;
}

export type Outcome =
  | { kind: "answer"; status: number; body: unknown; bytes: number }
  | { kind: "failure"; message: string; retriable: boolean; tooOften?: boolean; retryAfterMs?: number };

const MOST_BYTES = 5_000_000;
const RETRIABLE = new Set([408, 425, 429, 500, 502, 503, 504]);

/** One request and its answer, or a sentence. Throws only when `signal` says stop. */
export async function attemptOnce(attempt: Attempt, signal: AbortSignal): Promise<Outcome> {
  const { title, url, timeoutMs, form = JSON_FORM } = attempt;
  const timeout = AbortSignal.timeout(timeoutMs);
  let response: Response | undefined;
  try {
    response = await fetch(url, {
      headers: { accept: form.mediaType, ...attempt.headers },
      redirect: "error",
      signal: AbortSignal.any([signal, timeout]),
    });
    return read(attempt, response, await bytesOf(response));
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof TooLarge) return failure(`${title} sent an answer of more than 5 MB.`, false);
    if (timeout.aborted) return failure(`${title} did not answer within ${timeoutMs / 1_000} s.`, true);
    const did = response ? "broke off its answer" : "cannot be reached";
    return failure(`${title} ${did}: ${causeOf(error)}.`, true);
  }
}

const failure = (message: string, retriable: boolean): Outcome => ({ kind: "failure", message, retriable });

class TooLarge extends Error {}

async function bytesOf(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) throw new TooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function read(attempt: Attempt, response: Response, content: Buffer): Outcome {
  const { title, form = JSON_FORM, accept = [] } = attempt;
  const { status } = response;
  const text = content.toString("utf8");
  const answer = (body: unknown): Outcome => ({ kind: "answer", status, body, bytes: content.byteLength });
  if (!response.ok && !accept.includes(status)) return refusalOf(attempt, response, text);
  if (text.trim() === "" && accept.includes(status)) return answer(undefined);
  try {
    return answer(form.read(text));
  } catch {
    if (!response.ok) return answer(undefined);
    return failure(`${title} sent an answer that is cut short or not ${form.name}.`, true);
  }
}

function refusalOf({ title, conceal = [] }: Attempt, response: Response, text: string): Outcome {
  const { status } = response;
  const retriable = RETRIABLE.has(status);
  const pause = retriable ? retryAfterOf(response.headers) : undefined;
  const retryAfter = pause === undefined ? {} : { retryAfterMs: pause };
  if (status === 429) {
    const message = `${title} says that it is asked too often (429).`;
    return { kind: "failure", message, retriable, tooOften: true, ...retryAfter };
  }
  if (status >= 500) {
    return { kind: "failure", message: `${title} is failing (${status}).`, retriable, ...retryAfter };
  }
  const refuses =
    conceal.length > 0 && (status === 401 || status === 403)
      ? "does not accept the credentials given"
      : "refuses the question";
  const said = saidIn(text, conceal);
  return failure(`${title} ${refuses} (${status})${said ? `: ${said}` : ""}.`, retriable);
}

/** The provider's own words, where it has some in the usual places. */
function saidIn(text: string, conceal: readonly string[]): string | undefined {
  const said = /"(?:message|error|detail|title)"\s*:\s*"([^"]{1,160})/.exec(text)?.[1];
  if (said === undefined) return undefined;
  const shown = conceal
    .filter((secret) => secret !== "")
    .reduce((words, secret) => words.replaceAll(secret, "(concealed)"), said);
  return shown.replace(/[.\s]+$/, "");
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const known = connectionWords(error);
  if (known) return known;
  const words = error.cause instanceof Error ? error.cause.message || error.cause.name : error.message;
  return words.replace(/[.\s]+$/, "");
}
