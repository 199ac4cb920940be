import { stayOnLoadCore } from "./admission/cores.ts";
import { median, sendLoad, type Load, type Measured } from "./admission/load.ts";
import type { Server } from "./admission/servers.ts";
import { createWorld, type World } from "./admission/world.ts";
import { measure, option, progress, report } from "./report.ts";

const GOAL = { perSecond: 2_000, ratioToGo: 1.5 };

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
  const world = await createWorld({ ...options, nodeFlags: [] });
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
  most: number[];
  atRate: Measured[];
  cpuMicroseconds: number[];
}

function newSide(): Side {
  return { most: [], atRate: [], cpuMicroseconds: [] };
}

async function judge(world: World, { rate, rounds, seconds, hostile }: Options): Promise<boolean> {
  const honest = { ...world.load, reviews: world.honest };
  const paced = { ...honest, rate, count: rate * seconds };
  const sides = { agent: newSide(), go: newSide() };
  for (const server of [world.agent, world.baseline])
    await sendLoad(server.port, { ...honest, count: 10_000 });
  progress(
    `Both are warm. ${rounds} rounds of ${seconds} s at ${rate} reviews a second, and of ${paced.count} at most.`,
  );
  for (let round = 1; round <= rounds; round++) {
    await takeRound(world.agent, sides.agent, honest, paced);
    await takeRound(world.baseline, sides.go, honest, paced);
    progress(`Round ${round}: agent ${told(sides.agent)}; Go ${told(sides.go)}.`);
  }
  const odd = await sendLoad(world.agent.port, {
    ...world.load,
    reviews: world.hostile,
    rate,
    count: hostile,
  });
  const [ours, theirs] = [summaryOf(sides.agent), summaryOf(sides.go)];
  const ratio = ours.p99 / theirs.p99;
  report(
    {
      reviewsPerSecond: Math.round(ours.most),
      p50Milliseconds: rounded(ours.p50),
      p99Milliseconds: rounded(ours.p99),
      p99RatioToGo: rounded(ratio),
    },
    [
      ["held reviews a second at most", `${Math.round(ours.most)} (Go ${Math.round(theirs.most)})`],
      [`p50 at ${rate} a second`, `${ours.p50.toFixed(2)} ms (Go ${theirs.p50.toFixed(2)} ms)`],
      [
        `p99 at ${rate} a second`,
        `${ours.p99.toFixed(2)} ms (Go ${theirs.p99.toFixed(2)} ms), ${ratio.toFixed(2)} x Go`,
      ],
      ["longest", `${ours.max.toFixed(1)} ms (Go ${theirs.max.toFixed(1)} ms)`],
      ["processor time a review", `${Math.round(ours.cpu)} us (Go ${Math.round(theirs.cpu)} us)`],
      [`${hostile} hostile reviews`, "all answered, all allowed"],
      [
        "p99 of their first and last thousand",
        `${odd.firstP99Ms.toFixed(2)} ms, ${odd.lastP99Ms.toFixed(2)} ms`,
      ],
    ],
  );
  return ours.most >= GOAL.perSecond && ratio <= GOAL.ratioToGo;
}

async function takeRound(
  server: Server,
  side: Side,
  honest: Omit<Load, "count">,
  paced: Load,
): Promise<void> {
  const before = server.cpuSeconds();
  side.atRate.push(await sendLoad(server.port, paced));
  side.cpuMicroseconds.push((1e6 * (server.cpuSeconds() - before)) / paced.count);
  side.most.push((await sendLoad(server.port, { ...honest, count: paced.count })).perSecond);
}

function summaryOf({ most, atRate, cpuMicroseconds }: Side) {
  return {
    most: median(most),
    p50: median(atRate.map(({ p50Ms }) => p50Ms)),
    p99: median(atRate.map(({ p99Ms }) => p99Ms)),
    max: Math.max(...atRate.map(({ maxMs }) => maxMs)),
    cpu: median(cpuMicroseconds),
  };
}

function told({ most, atRate }: Side): string {
  return `${Math.round(most.at(-1) ?? 0)} a second, p99 ${(atRate.at(-1)?.p99Ms ?? 0).toFixed(2)} ms`;
}

function rounded(value: number): number {
  return Number(value.toFixed(3));
}
