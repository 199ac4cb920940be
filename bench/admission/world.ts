import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createServingCertificate } from "#server/adapters/certificate/serving.ts";
import { openControlPlane } from "#server/adapters/control-plane/control-plane.ts";
import { CONTROL_PLANE_FILES } from "#server/adapters/control-plane/engines.ts";
import { haveEngines } from "#server/adapters/control-plane/have-engines.ts";
import { createKubeClient } from "#server/adapters/kubernetes/client.ts";
import { progress } from "../report.ts";
import { fillCluster, holdJobs } from "./cluster.ts";
import { buildGoPrograms } from "./go-programs.ts";
import { hostileReviews, recordReviews, type Review } from "./record-reviews.ts";
import { startAgent, startBaseline, type Server } from "./servers.ts";

const RECORDED = 1_000;

export interface World {
  agent: Server;
  /** Undefined without Go. */
  baseline: Server | undefined;
  /** The load generator, and what it is told. */
  load: { program: string | undefined; ca: string };
  /** Files of reviews. */
  honest: string;
  hostile: string;
  close: () => Promise<void>;
}

/** A real API server with policies, zones and held Jobs; the agent that watches it; the Go webhook; and reviews as the former asks them. */
export async function createWorld(options: { jobs: number; hostile: number; seed: number }): Promise<World> {
  const dir = mkdtempSync(path.join(os.tmpdir(), "karbonetes-admission-"));
  const closing: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const each of closing.toReversed()) await each();
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    const programs = await buildGoPrograms(dir);
    const plane = await startPlane(path.join(dir, "plane"));
    closing.push(() => plane.stop());
    const kube = createKubeClient(plane.kubeconfig);
    closing.push(() => kube.close());

    const certificate = await createServingCertificate(["127.0.0.1"]);
    const certificates = writeCertificate(dir, certificate);
    const place = { dir, certificates };
    await fillCluster(kube, new Date());
    const reviews = await recordReviews(kube, certificate, RECORDED);
    progress(`${RECORDED} reviews are recorded from the API server.`);

    const agent = await startAgent(place, path.join(dir, "plane", "kubeconfig"));
    closing.push(agent.stop);
    await holdJobs(kube, options.jobs, { port: agent.port, caBundle: certificate.caBundle });
    progress(`The agent holds ${options.jobs} Jobs of the cluster.`);
    const baseline = programs && (await startBaseline(place, programs.webhook));
    if (baseline) closing.push(baseline.stop);
    return {
      agent,
      baseline,
      load: { program: programs?.load, ca: path.join(certificates, "ca.crt") },
      honest: writeReviews(dir, "honest", reviews),
      hostile: writeReviews(dir, "hostile", hostileReviews(reviews, options.hostile, options.seed)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** No controllers: nothing but the API server's own upkeep disturbs the measurement. */
async function startPlane(dir: string) {
  const engines = await haveEngines({ env: process.env, files: CONTROL_PLANE_FILES, say: progress });
  const plane = await openControlPlane({ dir, engines });
  try {
    await plane.run("etcd");
    await plane.run("kube-apiserver");
    return plane;
  } catch (error) {
    await plane.stop();
    throw error;
  }
}

function writeCertificate(
  dir: string,
  { key, cert, caBundle }: { key: string; cert: string; caBundle: string },
) {
  const certificates = path.join(dir, "tls");
  mkdirSync(certificates);
  const files = { "tls.key": key, "tls.crt": cert, "ca.crt": Buffer.from(caBundle, "base64") };
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(path.join(certificates, name), text, { mode: 0o600 });
  }
  return certificates;
}

function writeReviews(dir: string, name: string, reviews: readonly Review[]): string {
  const file = path.join(dir, `${name}.jsonl`);
  writeFileSync(file, reviews.map((review) => `${JSON.stringify(review)}\n`).join(""));
  return file;
}
