import { setTimeout as sleep } from "node:timers/promises";
import { SourceError } from "#server/domain/carbon/source.ts";

export interface HttpRequest {
  /** The source's name, for the error; and its title, for the sentence. */
  source: string;
  title: string;
  url: string;
}
/** Asks for all sources of a process. @throws SourceError */
export interface CarbonHttp {
  get: (request: HttpRequest, signal: AbortSignal) => Promise<{ body: unknown }>;
}

export function createCarbonHttp(
  deps: Partial<Pick<HttpOptions, "timeoutMs" | "random" | "wait">> = {},
): CarbonHttp {
  return {
    async get({ url, ...names }, signal) {
      return { body: await getJson(url, { ...names, ...deps }, signal) };
    },
  };
}

interface HttpOptions {
  /** The source's name, for the error; and its title, for the sentence. */
  source: string;
  title: string;
  timeoutMs?: number;
  /** Injected by tests. */
  random?: () => number;
  wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

const TIMEOUT_MS = 10_000;
const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 500;
/** A longer Retry-After is left to the loop: nothing sleeps for minutes inside a request. */
const LONGEST_PAUSE_MS = 5_000;
const MOST_BYTES = 5_000_000;

/** The body of a GET as JSON, unparsed by any schema. Tries three times where that can help. @throws SourceError */
async function getJson(url: string, options: HttpOptions, signal: AbortSignal): Promise<unknown> {
  const { random = Math.random, wait = pause } = options;
  for (let attempt = 1; ; attempt++) {
    const outcome = await tryOnce(url, options, signal);
    if (outcome.kind === "body") return outcome.body;
    const retryAfterMs = outcome.retryAfterMs ?? FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + random());
    if (!outcome.retriable || attempt === ATTEMPTS || retryAfterMs > LONGEST_PAUSE_MS) {
      throw new SourceError(options.source, outcome.message, outcome.retryAfterMs);
    }
    await wait(retryAfterMs, signal);
  }
}

type Outcome =
  | { kind: "body"; body: unknown }
  | { kind: "failure"; message: string; retriable: boolean; retryAfterMs?: number };

async function tryOnce(
  url: string,
  { title, timeoutMs = TIMEOUT_MS }: HttpOptions,
  signal: AbortSignal,
): Promise<Outcome> {
  const timeout = AbortSignal.timeout(timeoutMs);
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      headers: { accept: "application/json" },
      redirect: "error",
      signal: AbortSignal.any([signal, timeout]),
    });
    text = await textOf(response);
  } catch (error) {
    signal.throwIfAborted();
    const message = timeout.aborted
      ? `${title} did not answer within ${timeoutMs / 1_000} s.`
      : `${title} cannot be reached: ${causeOf(error)}.`;
    return { kind: "failure", message, retriable: true };
  }
  if (!response.ok) return refusalOf(response, text, title);
  try {
    return { kind: "body", body: JSON.parse(text) as unknown };
  } catch {
    return {
      kind: "failure",
      message: `${title} sent an answer that is cut short or not JSON.`,
      retriable: true,
    };
  }
}

async function textOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MOST_BYTES) throw new Error("the answer has more than 5 MB");
  }
  return text + decoder.decode();
}

function refusalOf(response: Response, text: string, title: string): Outcome {
  const { status } = response;
  const retryAfterMs = retryAfterOf(response.headers.get("retry-after"));
  if (status === 429) {
    return {
      kind: "failure",
      message: `${title} says that it is asked too often (429).`,
      retriable: true,
      retryAfterMs,
    };
  }
  if (status >= 500) {
    return { kind: "failure", message: `${title} is failing (${status}).`, retriable: true, retryAfterMs };
  }
  const said = /"message"\s*:\s*"([^"]{1,160})/.exec(text)?.[1];
  return {
    kind: "failure",
    message: `${title} refuses the question (${status})${said ? `: ${said}` : ""}.`,
    retriable: false,
  };
}

/** Seconds or an HTTP date. */
function retryAfterOf(header: string | null): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,6}$/.test(header.trim())) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  return error.cause instanceof Error ? error.cause.message || error.cause.name : error.message;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal });
}
