import { once } from "node:events";
import type { WebSocket } from "undici";
import { z } from "zod";
import { ApiError } from "./api-error.ts";
import type { KubeClient } from "./client.ts";

export interface ExecTarget {
  namespace: string;
  pod: string;
  container: string;
  command: readonly string[];
}
export interface ExecHandlers {
  onOutput: (bytes: Uint8Array) => void;
  /** Once, whatever ended it; null: the command ended with exit code 0. */
  onEnd: (why: string | null) => void;
}
export interface ExecSession {
  write(bytes: Uint8Array): void;
  resize(size: { columns: number; rows: number }): void;
  close(): void;
}

/** v5 can close one stream; v4 is what API servers before Kubernetes 1.30 speak. The rest of them is the same. */
const PROTOCOLS = ["v5.channel.k8s.io", "v4.channel.k8s.io"];
/** The first byte of each message says which stream it belongs to. */
const STDIN = 0;
const OUTPUTS: readonly (number | undefined)[] = [1, 2];
const STATUS = 3;
const RESIZE = 4;
const OPENING_MS = 15_000;
const LOST = "The connection to the API server was lost.";

/** A command in a container with a terminal of its own. @throws ApiError with the API server's own sentence, or an Error */
export async function execInPod(
  kube: Pick<KubeClient, "socket" | "json">,
  { namespace, pod, container, command }: ExecTarget,
  { onOutput, onEnd }: ExecHandlers,
): Promise<ExecSession> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/exec`;
  const query = { container, command, stdin: true, stdout: true, stderr: false, tty: true };
  const socket = kube.socket(path, { query, protocols: PROTOCOLS });
  socket.binaryType = "arraybuffer";
  let why: string | null = LOST;
  socket.addEventListener("message", ({ data }) => {
    if (!(data instanceof ArrayBuffer)) return;
    const bytes = new Uint8Array(data);
    const content = bytes.subarray(1);
    if (OUTPUTS.includes(bytes[0])) onOutput(content);
    else if (bytes[0] === STATUS) why = reasonIn(content);
  });
  if (!(await opened(socket))) throw await refusal(kube, path, query);
  socket.addEventListener("close", () => onEnd(why));

  const send = (stream: number, content: Uint8Array): void => {
    if (socket.readyState === socket.OPEN) socket.send(Buffer.concat([Buffer.of(stream), content]));
  };
  return {
    write: (bytes) => send(STDIN, bytes),
    resize: ({ columns, rows }) =>
      send(RESIZE, Buffer.from(JSON.stringify({ Width: columns, Height: rows }))),
    close: () => socket.close(),
  };
}

async function opened(socket: WebSocket): Promise<boolean> {
  const signal = AbortSignal.timeout(OPENING_MS);
  const ended = once(socket, "error", { signal }).then(() => false);
  const ready = once(socket, "open", { signal }).then(() => true);
  ended.catch(() => undefined); // whichever loses the race is nobody's business
  ready.catch(() => undefined);
  try {
    return await Promise.race([ready, ended]);
  } catch {
    socket.close();
    throw new Error("The container did not open a terminal within 15 s.");
  }
}

/** A refused upgrade has no body: the same question without one is refused for the same reason. */
async function refusal(kube: Pick<KubeClient, "json">, path: string, query: object): Promise<Error> {
  try {
    await kube.json(path, { query: { ...query } });
  } catch (error) {
    const isAboutUpgrade = error instanceof ApiError && /upgrade request required/i.test(error.message);
    if (error instanceof Error && !isAboutUpgrade) return error;
  }
  return new Error("The API server did not open a terminal, and did not say why.");
}

const Status = z.looseObject({
  status: z.string().optional(),
  message: z.string().optional(),
});

function reasonIn(content: Uint8Array): string | null {
  const text = Buffer.from(content).toString("utf8");
  try {
    const { status, message } = Status.parse(JSON.parse(text));
    return status === "Success" ? null : (message ?? text);
  } catch {
    return text;
  }
}
