import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { AdmissionReview, type AdmissionRequest, type AdmissionResponse } from "./review.ts";
import type { ServingCertificate } from "#server/adapters/certificate/serving.ts";

const MOST_BYTES = 8 * 1024 * 1024; // the API server itself stops at 3 MB

export interface AdmissionServer {
  port: number;
  stop(): Promise<void>;
}

/** HTTPS on `host`, any free port. What is no review gets 400; a review always gets an answer that allows. */
export async function startAdmissionServer(options: {
  host: string;
  certificate: ServingCertificate;
  path: string;
  review: (request: AdmissionRequest) => AdmissionResponse;
  onError: (error: unknown) => void;
}): Promise<AdmissionServer> {
  const { key, cert } = options.certificate;
  const server = createServer({ key, cert }, (request, response) => {
    const say = (status: number, body: object) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (request.method !== "POST" || request.url?.split("?")[0] !== options.path) {
      say(404, { message: `Reviews are taken by POST ${options.path}.` });
      return;
    }
    readBody(request)
      .then((text) => answer(text, options))
      .then(({ status, body }) => say(status, body))
      .catch((error: unknown) => {
        options.onError(error);
        say(400, { message: "That is no AdmissionReview." });
      });
  });
  server.on("clientError", (_, socket) => socket.destroy());
  server.listen(0, options.host);
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

function answer(
  text: string,
  {
    review,
    onError,
  }: { review: (request: AdmissionRequest) => AdmissionResponse; onError: (error: unknown) => void },
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

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) throw new Error("A review is larger than 8 MB.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
