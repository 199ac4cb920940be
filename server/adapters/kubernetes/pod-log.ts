import type { LogLine } from "#server/domain/resource/view.ts";
import type { KubeClient } from "./client.ts";

export interface LogSource {
  namespace: string;
  pod: string;
  container: string;
}
export interface LogWish {
  /** Of what was written before; what comes later comes whole. */
  tailLines: number;
  follow: boolean;
  /** Of the container before its last restart. */
  previous: boolean;
}

const LONGEST_LINE = 8_000;

/** A container's lines as they come; one that is longer than 8,000 characters is cut. @throws ApiError */
export async function* readLog(
  kube: Pick<KubeClient, "stream">,
  { namespace, pod, container }: LogSource,
  { tailLines, follow, previous }: LogWish,
  signal: AbortSignal,
): AsyncGenerator<LogLine> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/log`;
  const query = {
    container,
    tailLines,
    follow: follow || undefined,
    previous: previous || undefined,
    timestamps: true,
  };
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of await kube.stream(path, { query, signal })) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = (lines.pop() ?? "").slice(0, 2 * LONGEST_LINE); // a line without end must not fill the memory
    for (const line of lines) yield lineOf(line, pod, container);
  }
  if (rest !== "") yield lineOf(rest, pod, container);
}

const STAMPED = /^(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)) ?(.*)$/s;

function lineOf(line: string, pod: string, container: string): LogLine {
  const [, at = "", text = line] = STAMPED.exec(line) ?? [];
  const cut = text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE)} …` : text;
  return { pod, container, at, text: cut.replace(/\r$/, "") };
}
