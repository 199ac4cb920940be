import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { ServingCertificate } from "#server/adapters/certificate/serving.ts";
import { AdmissionReview, type AdmissionRequest, type AdmissionResponse } from "./review.ts";

const MOST_BYTES = 8 * 1024 * 1024; // the API server itself stops at 3 MB
/** Longer than the 90 s that an API server keeps an idle connection: the one who asks closes it, so no review meets a closing one. */
const IDLE_MS = 100_000;
const DRAIN_MS = 5_000; // longer than any review may take

type Pair = Pick<ServingCertificate, "key" | "cert">;
export interface AdmissionServer {
  port: number;
  /** Connections from now on get this certificate; those that are open go on. @throws Error when it is none */
  reload(certificate: Pair): void;
  /** Answers go on, but each is the last of its connection: the API server turns to another replica. */
  closing(): void;
  /** Finishes the reviews in flight, then closes. */
  stop(): Promise<void>;
}
interface Options {
  /** All addresses where it is not given. */
  host?: string;
  /** Any free one where it is not given. */
  port?: number;
  certificate: Pair;
  path: string;
  review: (request: AdmissionRequest) => AdmissionResponse;
  onError: (error: unknown) => void;
  /** From the arrival of a review's head to its answer. */
  onAnswered?: (seconds: number) => void;
}

/** HTTPS. What is no review gets 400; a review always gets an answer that allows. */
export async function startAdmissionServer(options: Options): Promise<AdmissionServer> {
  const { key, cert } = options.certificate;
  const flight = { reviews: 0, last: false };
  const server = createServer({ key, cert, keepAliveTimeout: IDLE_MS }, (request, response) => {
    flight.reviews += 1;
    response.once("close", () => (flight.reviews -= 1));
    void handle(request, response, options, () => flight.last);
  });
  server.on("clientError", (_, socket) => socket.destroy());
  server.listen(options.port ?? 0, options.host);
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    reload: ({ key: newKey, cert: newCert }) => server.setSecureContext({ key: newKey, cert: newCert }),
    closing: () => void (flight.last = true),
    async stop() {
      flight.last = true;
      const closed = once(server, "close");
      server.close(); // idle connections go with it
      const deadline = performance.now() + DRAIN_MS;
      while (flight.reviews > 0 && performance.now() < deadline) await sleep(10);
      server.closeAllConnections();
      await closed;
    },
  };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  options: Options,
  isLast: () => boolean,
): Promise<void> {
  const say = (status: number, body: object) => {
    const text = JSON.stringify(body);
    const length = Buffer.byteLength(text); // said, so that head and body leave in one write
    const headers = { "content-type": "application/json", "content-length": length };
    if (isLast()) response.setHeader("connection", "close");
    response.writeHead(status, headers).end(text);
  };
  if (request.method !== "POST" || request.url?.split("?")[0] !== options.path) {
    say(404, { message: `Reviews are taken by POST ${options.path}.` });
    return;
  }
  const startedAt = performance.now();
  try {
    const { status, body } = answer(await readBody(request), options);
    say(status, body);
    options.onAnswered?.((performance.now() - startedAt) / 1_000);
  } catch (error) {
    options.onError(error);
    if (!response.headersSent) say(400, { message: "That is no AdmissionReview." });
  }
}

function answer(
  text: string,
  { review, onError }: Pick<Options, "review" | "onError">,
): { status: number; body: object } {
  const parsed = AdmissionReview.safeParse(JSON.parse(text));
  if (!parsed.success) return { status: 400, body: { message: "That is no AdmissionReview." } };
  return {
    status: 200,
    body: {
      apiVersion: "admission.k8s.io/v1",
      kind: "AdmissionReview",
      response: openly(parsed.data.request),
    },
  };

  /** A fault of ours must not keep work back. */
  function openly(request: AdmissionRequest): AdmissionResponse {
    try {
      return review(request);
    } catch (error) {
      onError(error);
      return { uid: request.uid, allowed: true };
    }
  }
}

function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve, reject) => {
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.byteLength;
      if (bytes > MOST_BYTES) reject(new Error("A review is larger than 8 MB."));
      else chunks.push(chunk);
    });
    request.once("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
    request.once("error", reject);
  });
}
