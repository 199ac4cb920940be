import { describe, expect, test } from "vitest";
import { EXAMPLES, type Example } from "#server/domain/job/kinds.testing.ts";
import { standInOf } from "#server/domain/job/stand-in.ts";
import { key, loopWorld, suspends } from "./testing.ts";

const jobFor = (
  { apiVersion, kind, spec }: Example,
  annotations: Record<string, string>,
  { suspend, status, generation = 2 }: { suspend: boolean; status?: unknown; generation?: number },
) =>
  standInOf({
    apiVersion,
    kind,
    metadata: {
      name: "x",
      namespace: "climate",
      uid: "u1",
      resourceVersion: "10",
      generation,
      creationTimestamp: "2026-01-05T00:00:00Z",
      labels: { [key("managed")]: "true" },
      annotations: { [key("enabled")]: "true", [key("max-delay")]: "3h", ...annotations },
    },
    spec: { ...spec, ...(suspend && { suspend }) },
    status,
  });
const held = { [key("state")]: "held" };
const released = { [key("state")]: "released" };

describe.each(EXAMPLES)("a $kind", (example) => {
  test("that its operator began in the moment before it was held is let go all the same", async () => {
    const job = jobFor(example, held, { suspend: true, status: example.running });
    const { run, patches, events } = loopWorld(job, { hour: 2 });
    await run();
    expect([suspends(patches()), events()]).toEqual([[false], ["Released"]]);
  });

  test("that a person suspended after it had run is theirs", async () => {
    const job = jobFor(example, released, { suspend: true, status: example.running });
    const { run, order } = loopWorld(job, { hour: 2 });
    expect(await run()).toBeUndefined();
    expect(order()).toBe("");
  });

  test("that runs is never suspended between two windows", async () => {
    const annotations = { ...released, [key("interruptible")]: "true" };
    const job = jobFor(example, annotations, { suspend: false, status: example.running });
    const { run, patches } = loopWorld(job, { hour: 0 });
    expect(await run()).toBeUndefined();
    expect(patches()).toEqual([]);
  });

  test("that a person resumes runs by their word", async () => {
    const job = jobFor(example, held, { suspend: false });
    const { run, records } = loopWorld(job);
    await run();
    expect(records).toMatchObject([{ decision: { reason: "RunNowRequested" }, released: true }]);
  });

  test("whose suspension was dropped at its creation is said to run, and recorded as nothing", async () => {
    const job = jobFor(example, held, { suspend: false, generation: 1 });
    const { run, records, patches, events } = loopWorld(job);
    await run();
    expect([records, events()]).toEqual([[], ["NotSuspendable"]]);
    expect(patches()).toMatchObject([{ metadata: { annotations: { [key("state")]: "missed" } } }]);
  });
});
