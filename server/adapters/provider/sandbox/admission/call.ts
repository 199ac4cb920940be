import https from "node:https";
import type { Webhook } from "./match.ts";

const LARGEST_ANSWER_BYTES = 8_000_000;
const agents = new Map<string, https.Agent>();

/** Connections stay open between calls: a burst of Jobs costs one handshake. */
function agentFor(caBundle: string): https.Agent {
  let agent = agents.get(caBundle);
  if (!agent) {
    const ca = caBundle === "" ? undefined : Buffer.from(caBundle, "base64").toString();
    agent = new https.Agent({ keepAlive: true, maxSockets: 32, ...(ca ? { ca } : {}) });
    agents.set(caBundle, agent);
  }
  return agent;
}

/** Posts an AdmissionReview and gives the parsed answer. @throws Error with one sentence for whatever went wrong */
export function callWebhook(
  { clientConfig, timeoutSeconds = 10 }: Webhook,
  review: object,
): Promise<unknown> {
  const { url, caBundle = "" } = clientConfig;
  if (!url) return Promise.reject(new Error("a sandbox cluster has no services; give the webhook a url"));
  const target = new URL(url);
  target.searchParams.set("timeout", `${timeoutSeconds}s`);
  const body = JSON.stringify(review);
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`Post "${target.href}": ${why}`));
    const request = https.request(
      target,
      {
        method: "POST",
        agent: agentFor(caBundle),
        signal: AbortSignal.timeout(timeoutSeconds * 1_000),
        headers: {
          "content-type": "application/json",
          accept: "application/json",
          "content-length": Buffer.byteLength(body),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on("data", (chunk: Buffer) => {
          size += chunk.length;
          if (size > LARGEST_ANSWER_BYTES) request.destroy(new Error("the answer is too large"));
          else chunks.push(chunk);
        });
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode !== 200)
            return reject(new Error(`the server responded with status ${response.statusCode ?? 0}`));
          try {
            resolve(JSON.parse(text));
          } catch {
            fail("the answer is not JSON");
          }
        });
        response.on("error", (error) => fail(error.message));
      },
    );
    request.on("error", (error) =>
      fail(
        error.name === "AbortError" || error.name === "TimeoutError"
          ? "context deadline exceeded"
          : error.message,
      ),
    );
    request.end(body);
  });
}
