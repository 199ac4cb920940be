import { stayOnLoadCore } from "./admission/cores.ts";
import { median, sendLoad, type Load, type Measured } from "./admission/load.ts";
import type { Server } from "./admission/servers.ts";
import { createWorld, type World } from "./admission/world.ts";
import { measure, option, progress, report } from "./report.ts";

const GOAL = { perSecond: 2_000, ratioToGo: 1.5 };
const WARM_UP = 10_000;

/**
 * The agent's webhook beside the least one of Go's controller-runtime, in turns, each on a core of its own while the reviews come
 * from the other: how many it holds a second at most, and how long one takes at a fixed rate, counted from its own instant.
 */
await measure(async () => {
  const options = {
    rate: option("rate", 1_000),
    rounds: option("rounds", 5),
    seconds: option("seconds", 10),
    jobs: option("jobs", 2_000),
    seed: option("seed", 20_260_101),
    hostile: 10_000,
  };
  stayOnLoadCore();
  const world = await createWorld(options);
  try {
    return await judge(world, options);
  } finally {
    await world.close();
  }
});

interface Options {
  rate: number;
  rounds: number;
  seconds: number;
  hostile: number;
}
interface Side {
  server: Server;
  most: number[];
  atRate: Measured[];
  cpuMicroseconds: number[];
}
type Summary = Record<"most" | "p50" | "p99" | "longest" | "cpu", number>;

function newSide(server: Server): Side {
  return { server, most: [], atRate: [], cpuMicroseconds: [] };
}

async function judge(world: World, options: Options): Promise<boolean> {
  const { rate, rounds, seconds, hostile } = options;
  const honest = { ...world.load, reviews: world.honest };
  const paced = { ...honest, rate, count: rate * seconds };
  const ours = newSide(world.agent);
  const theirs = world.baseline && newSide(world.baseline);
  const sides = theirs ? [ours, theirs] : [ours];
  for (const { server } of sides) await sendLoad(server.port, { ...honest, count: WARM_UP });
  progress(`All is warm: ${rounds} rounds of ${seconds} s at ${rate} a second, then of as many at once.`);
  for (let round = 1; round <= rounds; round++) {
    for (const side of sides) await takeRound(side, honest, paced);
    progress(`Round ${round}: ${sides.map(told).join("; Go ")}.`);
  }
  const reviews = world.hostile;
  const odd = await sendLoad(world.agent.port, { ...world.load, reviews, rate, count: hostile });
  return tell(summaryOf(ours), theirs && summaryOf(theirs), odd, options);
}

/** Both at the same rate, then each as fast as it answers. */
async function takeRound({ server, ...side }: Side, honest: Omit<Load, "count">, paced: Load): Promise<void> {
  const before = server.cpuSeconds();
  side.atRate.push(await sendLoad(server.port, paced));
  side.cpuMicroseconds.push((1e6 * (server.cpuSeconds() - before)) / paced.count);
  side.most.push((await sendLoad(server.port, { ...honest, count: paced.count })).perSecond);
}

function told({ most, atRate }: Side): string {
  return `${Math.round(most.at(-1) ?? 0)} a second, p99 ${(atRate.at(-1)?.p99Ms ?? 0).toFixed(2)} ms`;
}

function summaryOf({ most, atRate, cpuMicroseconds }: Side): Summary {
  return {
    most: median(most),
    p50: median(atRate.map(({ p50Ms }) => p50Ms)),
    p99: median(atRate.map(({ p99Ms }) => p99Ms)),
    longest: Math.max(...atRate.map(({ maxMs }) => maxMs)),
    cpu: median(cpuMicroseconds),
  };
}

function tell(ours: Summary, go: Summary | undefined, odd: Measured, { rate, hostile }: Options): boolean {
  const ratio = go ? ours.p99 / go.p99 : null;
  const beside = (key: keyof Summary, digits: number, unit = "") =>
    `${ours[key].toFixed(digits)}${unit}${go ? ` (Go ${go[key].toFixed(digits)}${unit})` : ""}`;
  report(
    {
      reviewsPerSecond: Math.round(ours.most),
      p50Milliseconds: rounded(ours.p50),
      p99Milliseconds: rounded(ours.p99),
      p99RatioToGo: ratio && rounded(ratio),
    },
    [
      ["held reviews a second at most", beside("most", 0)],
      [`p50 at ${rate} a second`, beside("p50", 2, " ms")],
      [`p99 at ${rate} a second`, beside("p99", 2, " ms")],
      ["p99 to that of Go", ratio === null ? "not measured: Go is not installed" : ratio.toFixed(2)],
      ["longest", beside("longest", 1, " ms")],
      ["processor time a review", beside("cpu", 0, " us")],
      [`${hostile} hostile reviews`, "each answered, each allowed"],
      ["p99 of their first thousand", `${odd.firstP99Ms.toFixed(2)} ms`],
      ["p99 of their last thousand", `${odd.lastP99Ms.toFixed(2)} ms`],
    ],
  );
  return ours.most >= GOAL.perSecond && (ratio === null || ratio <= GOAL.ratioToGo);
}

function rounded(value: number): number {
  return Number(value.toFixed(3));
}
