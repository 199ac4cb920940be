import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { ServingCertificate } from "#server/adapters/certificate/serving.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { installWebhook } from "#server/adapters/kubernetes/install.ts";
import { hostileJobs } from "#server/admission/hostile.testing.ts";
import { WEBHOOK_PATH } from "#server/manifests/agent.ts";
import { submit, untilAsked } from "./cluster.ts";

/** A line of what the load generator reads. */
export interface Review {
  uid: string;
  /** Whether the answer must hold the Job. */
  held: boolean;
  body: unknown;
}

/** What this API server really asks about these Jobs: all are submitted by dry run, with a recorder for a webhook. */
export async function recordReviews(
  kube: KubeClient,
  certificate: ServingCertificate,
  count: number,
): Promise<Review[]> {
  const reviews: Review[] = [];
  const server = createServer(certificate, (request, response) => void record(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const url = `https://127.0.0.1:${port}${WEBHOOK_PATH}`;
  await installWebhook(kube, { url, caBundle: certificate.caBundle }, AbortSignal.timeout(10_000));
  await untilAsked(kube, () => reviews.length > 0);
  reviews.length = 0;
  for (let n = 0; n < count; n++) await submit(kube, n, { dryRun: true });
  server.close();
  server.closeAllConnections();
  if (reviews.length !== count)
    throw new Error(`The API server asked about ${reviews.length} of ${count} Jobs.`);
  return reviews;

  async function record(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const review = JSON.parse(await text(request)) as { request: { uid: string; dryRun: boolean } };
    const { uid } = review.request;
    reviews.push({ uid, held: true, body: { ...review, request: { ...review.request, dryRun: false } } });
    const kinds = { apiVersion: "admission.k8s.io/v1", kind: "AdmissionReview" };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ ...kinds, response: { uid, allowed: true } }));
  }
}

/** The same envelopes around Jobs that are random, mutated and hostile. */
export function hostileReviews(honest: readonly Review[], count: number, seed: number): Review[] {
  const next = hostileJobs(seed);
  return Array.from({ length: count }, (_, n) => {
    const { request, ...rest } = (honest[n % honest.length] as Review).body as { request: object };
    const uid = `hostile-${n}`;
    return { uid, held: false, body: { ...rest, request: { ...request, uid, object: next() } } };
  });
}
