import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createKubeClient } from "#server/adapters/kubernetes/client.ts";
import { ANNOTATION } from "#server/domain/job/annotations.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import { claimed, signedIn } from "../e2e/support/api.ts";
import { type Product, startProduct } from "../e2e/support/product.ts";
import { CLUSTER, listJobs, prepareFleet, submit, until } from "./kill/fleet.ts";
import { measure, option, progress, report } from "./report.ts";

/**
 * kill -9 of worker, console and Postgres at random moments while Jobs wait. Counts what must be none: Jobs lost, released
 * early (by the recorded inputs, made again by another process), or started over a minute past their latest start.
 */
await measure(async () => {
  const count = option("jobs", 200);
  const killForMs = option("seconds", 300) * 1_000;
  const product = await startProduct();
  try {
    const api = await claimed(product.origin);
    const kube = await prepareFleet(api);
    const names = Array.from({ length: count }, (_, i) => `wait-${i}`);
    for (const [i, name] of names.entries()) await submit(kube, name, 3 + (i % 6));
    progress(`${count} Jobs are submitted. Killing for ${killForMs / 1_000} s.`);
    const kills = await killAtRandom(product, killForMs);
    await product.healthy();
    // a fresh client: the address may have moved, and no answer of a killed server is waited for
    const { yaml } = await (await signedIn(product.origin)).cluster.kubeconfig.query({ name: CLUSTER });
    const after = createKubeClient(yaml);
    await until(
      "every Job has finished",
      async () => (await listJobs(after)).every(isFinished),
      600_000,
    ).catch((error: unknown) => progress(String(error)));
    const jobs = await listJobs(after);
    await sleep(5_000); // the journal's last lines reach the database
    return judge(names, jobs, kills, recompute(product));
  } finally {
    await product.stop();
  }
});

interface Recomputed {
  releases: number;
  names: string[];
  early: string[];
  different: string[];
}

function judge(names: string[], jobs: Job[], kills: Record<string, number>, again: Recomputed): boolean {
  const byName = new Map(jobs.map((job) => [job.metadata.name, job]));
  const lost = names.filter((name) => !isFinished(byName.get(name)));
  const late = jobs.filter((job) => lateByMs(job) > 60_000).map((job) => job.metadata.name);
  const unrecorded = names.filter(
    (name) => byName.get(name)?.status?.startTime && !again.names.includes(name),
  );
  const latestMs = Math.max(0, ...jobs.map(lateByMs));
  const held = jobs.filter((job) => job.metadata.annotations?.[ANNOTATION.latestStart]).length;
  const result = {
    jobs: names.length,
    held,
    kills,
    lost,
    early: again.early,
    late,
    different: again.different,
    unrecorded,
    latestMs,
  };
  report(result, [
    ["Jobs", names.length],
    ["held at admission", held],
    ...Object.entries(kills).map(([name, n]) => [`kill -9 of the ${name}`, n] as const),
    ["releases made again", again.releases],
    ["lost", lost.length],
    ["early", again.early.length],
    ["decided otherwise from the same inputs", again.different.length],
    ["over a minute past the latest start", late.length],
    ["started without a record", unrecorded.length],
    ["most past the latest start", `${(latestMs / 1_000).toFixed(1)} s`],
  ]);
  return lost.length + again.early.length + again.different.length + late.length + unrecorded.length === 0;
}

function lateByMs(job: Job): number {
  const latest = job.metadata.annotations?.[ANNOTATION.latestStart];
  const started = job.status?.startTime;
  return latest && started ? +new Date(started) - +new Date(latest) : 0;
}

const isFinished = (job: Job | undefined): boolean =>
  Boolean(job?.status?.conditions?.some(({ type, status }) => type === "Complete" && status === "True"));

async function killAtRandom(product: Product, forMs: number): Promise<Record<string, number>> {
  const kills = { worker: 0, console: 0, postgres: 0 };
  const deadline = Date.now() + forMs;
  while (Date.now() < deadline) {
    await sleep(4_000 + Math.random() * 10_000);
    const { children } = product.pids();
    const victim = children[Math.floor(Math.random() * children.length)];
    if (!victim) continue;
    process.kill(victim.pid, "SIGKILL");
    kills[victim.name] += 1;
    progress(`kill -9 ${victim.name}`);
  }
  return kills;
}

function recompute(product: Product): Recomputed {
  const { databaseUrl } = JSON.parse(readFileSync(path.join(product.dataDir, "processes.json"), "utf8")) as {
    databaseUrl: string;
  };
  const output = execFileSync(
    process.execPath,
    ["node_modules/tsx/dist/cli.mjs", "bench/kill/recompute.ts"],
    {
      env: { ...process.env, DATABASE_URL: databaseUrl },
    },
  );
  return JSON.parse(output.toString()) as Recomputed;
}
