import { DomainError } from "#server/domain/errors.ts";
import type { LogLine } from "#server/domain/resource/view.ts";
import { ApiError } from "./api-error.ts";
import type { KubeClient } from "./client.ts";

export interface LogSource {
  namespace: string;
  pod: string;
  container: string;
}
export interface LogWish {
  /** Of what was written before; what comes later comes whole. Undefined: all of it. */
  tailLines: number | undefined;
  /** Only what was written from this second on. */
  sinceTime?: string | undefined;
  follow: boolean;
  /** Of the container before its last restart. */
  previous: boolean;
}

const LONGEST_LINE = 8_000;

/** The container has no log yet; `reason` is the kubelet's word for why, such as ContainerCreating. */
export class NotStarted extends DomainError {
  readonly reason: string;
  constructor(reason: string) {
    super("PRECONDITION_FAILED", `It has not started yet: ${reason}.`);
    this.reason = reason;
  }
}

/** A container's lines as they come; one that is longer than 8,000 characters is cut. @throws ApiError, or NotStarted */
export async function* readLog(
  kube: Pick<KubeClient, "stream">,
  { namespace, pod, container }: LogSource,
  { tailLines, sinceTime, follow, previous }: LogWish,
  signal: AbortSignal,
): AsyncGenerator<LogLine> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/log`;
  const query = {
    container,
    tailLines,
    sinceTime,
    follow: follow || undefined,
    previous: previous || undefined,
    timestamps: true,
  };
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of await opened(kube.stream(path, { query, signal }), follow)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = (lines.pop() ?? "").slice(0, 2 * LONGEST_LINE); // a line without end must not fill the memory
    for (const line of lines) yield lineOf(line, pod, container);
  }
  if (rest !== "") yield lineOf(rest, pod, container);
}

const NOT_STARTED =
  /waiting to start(?:: (?<reason>[^\n]+))?|is not available|does not have a host assigned|ContainerCreating|PodInitializing/;

/** Nothing where a log that is followed stays silent: a kubelet answers with the first line. */
async function opened(
  stream: Promise<AsyncIterable<Uint8Array>>,
  follow: boolean,
): Promise<AsyncIterable<Uint8Array> | Iterable<Uint8Array>> {
  try {
    return await stream;
  } catch (error) {
    if (follow && (error as NodeJS.ErrnoException).code === "UND_ERR_HEADERS_TIMEOUT") return [];
    const found = error instanceof ApiError && error.status === 400 && NOT_STARTED.exec(error.message);
    if (found) throw new NotStarted(found.groups?.["reason"] ?? "it has no container to read from");
    throw error;
  }
}

const STAMPED = /^(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)) ?(.*)$/s;

function lineOf(line: string, pod: string, container: string): LogLine {
  const [, at = "", text = line] = STAMPED.exec(line) ?? [];
  const cut = text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE)} …` : text;
  return { pod, container, at, text: cut.replace(/\r$/, "") };
}
