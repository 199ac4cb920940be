import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import { WEBHOOK_PATH } from "#server/manifests/agent.ts";
import { sendByNode } from "./node-load.ts";

const Measured = z.object({
  perSecond: z.number(),
  p50Ms: z.number(),
  p99Ms: z.number(),
  maxMs: z.number(),
  firstP99Ms: z.number(),
  lastP99Ms: z.number(),
  /** How often which answer was none that was wanted. */
  wrong: z.record(z.string(), z.number()),
});
export type Measured = z.infer<typeof Measured>;

export interface Load {
  /** The generator built from go/load; without it, one of Node's. */
  program: string | undefined;
  ca: string;
  reviews: string;
  count: number;
  /** Reviews a second, each at its instant; without it, as fast as they are answered. */
  rate?: number;
}

/** One run of the generator. @throws Error when any answer is wrong: a fast wrong answer is no result */
export async function sendLoad(port: number, load: Load): Promise<Measured> {
  const url = `https://127.0.0.1:${port}${WEBHOOK_PATH}`;
  const measured = load.program ? await sendByGo(load.program, url, load) : await sendByNode(url, load);
  const wrong = Object.entries(measured.wrong);
  if (wrong.length === 0) return measured;
  throw new Error(`Wrong answers: ${wrong.map(([what, times]) => `${times} x ${what}`).join("; ")}.`);
}

async function sendByGo(program: string, url: string, load: Load): Promise<Measured> {
  const { ca, reviews, count, rate = 0 } = load;
  const flags = [`-url=${url}`, `-ca=${ca}`, `-reviews=${reviews}`, `-count=${count}`, `-rate=${rate}`];
  const env = { ...process.env, GOMAXPROCS: "1" };
  const { stdout } = await promisify(execFile)(program, flags, { env });
  return Measured.parse(JSON.parse(stdout));
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
