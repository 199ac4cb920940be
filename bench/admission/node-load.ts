import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Agent } from "undici";
import type { Load, Measured } from "./load.ts";

const IDLE_CONNECTIONS = 25;
const WORKERS = 16;
const EDGE = 1_000;

interface Line {
  uid: string;
  held: boolean;
  body: unknown;
}
interface Answer {
  response?: { uid?: string; allowed?: boolean; patch?: string };
}

/** What go/load does, where there is no Go: the same loops in this process, with later timers and more of its own delay. */
export async function sendByNode(url: string, { ca, reviews, count, rate = 0 }: Load): Promise<Measured> {
  const dispatcher = new Agent({ connect: { ca: readFileSync(ca) }, connections: IDLE_CONNECTIONS });
  const lines = readFileSync(reviews, "utf8").trim().split("\n");
  const prepared = lines.map((line) => {
    const { uid, held, body } = JSON.parse(line) as Line;
    return { uid, held, text: JSON.stringify(body) };
  });
  const latencies = new Float64Array(count);
  const wrong: Record<string, number> = {};

  async function send(index: number, dueAt: number): Promise<void> {
    const { uid, held, text } = prepared[index % prepared.length] ?? { uid: "", held: false, text: "" };
    const fault = await ask(dispatcher, url, text).then(
      (answer) => faultOf(answer, uid, held),
      (error: unknown) => String(error),
    );
    if (fault !== undefined) wrong[fault] = (wrong[fault] ?? 0) + 1;
    latencies[index] = performance.now() - dueAt;
  }

  const startedAt = performance.now();
  await (rate > 0 ? openLoop(send, count, rate) : closedLoop(send, count));
  const seconds = (performance.now() - startedAt) / 1_000;
  await dispatcher.close();
  return {
    perSecond: count / seconds,
    p50Ms: percentile(latencies, 50),
    p99Ms: percentile(latencies, 99),
    maxMs: percentile(latencies, 100),
    firstP99Ms: percentile(latencies.slice(0, EDGE), 99),
    lastP99Ms: percentile(latencies.slice(-EDGE), 99),
    wrong,
  };
}

type Send = (index: number, dueAt: number) => Promise<void>;

async function openLoop(send: Send, count: number, rate: number): Promise<void> {
  const startAt = performance.now();
  const sent: Promise<void>[] = [];
  while (sent.length < count) {
    const dueAt = startAt + (1_000 * sent.length) / rate;
    if (dueAt > performance.now()) await sleep(1);
    else sent.push(send(sent.length, dueAt));
  }
  await Promise.all(sent);
}

async function closedLoop(send: Send, count: number): Promise<void> {
  let next = 0;
  async function work(): Promise<void> {
    for (let index = next++; index < count; index = next++) await send(index, performance.now());
  }
  await Promise.all(Array.from({ length: WORKERS }, work));
}

async function ask(dispatcher: Agent, url: string, text: string): Promise<Answer> {
  const { origin, pathname } = new URL(url);
  const headers = { "content-type": "application/json" };
  const { statusCode, body } = await dispatcher.request({
    origin,
    path: pathname,
    method: "POST",
    headers,
    body: text,
  });
  const read = (await body.json()) as Answer;
  if (statusCode !== 200) throw new Error(`status ${statusCode}`);
  return read;
}

function faultOf({ response }: Answer, uid: string, held: boolean): string | undefined {
  if (response?.uid !== uid || response.allowed !== true) return "no answer that allows this review";
  const patch = Buffer.from(response.patch ?? "", "base64").toString();
  return held && !patch.includes('"/spec/suspend","value":true') ? "not held" : undefined;
}

const percentile = (latencies: Float64Array, percent: number): number =>
  latencies.toSorted()[Math.min(latencies.length - 1, Math.floor((latencies.length * percent) / 100))] ?? 0;
