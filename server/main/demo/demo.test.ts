import { afterAll, beforeAll, expect, test } from "vitest";
import { sandboxWorld, until, type SandboxWorld } from "../agent.testing.ts";
import { applyDemo } from "./apply.ts";
import { setDemoGreen } from "./green.ts";
import { removeDemo } from "./remove.ts";
import { demoStatus } from "./status.ts";

let world: SandboxWorld;
beforeAll(async () => void (world = await sandboxWorld(60)), 30_000);
afterAll(() => world.close());

test("in a sandbox: what waits is let go when the demo's grid is green, and nothing of it stays", async () => {
  const reach = { client: world.kube, signal: AbortSignal.timeout(30_000) };
  const now = () => world.clock.now();
  const applied = await applyDemo(reach, "demo", now());
  expect(applied).toMatch(/^created {4}Job strict$/m);
  expect(applied).toMatch(/^The NodePools are left out/m);
  expect(applied).not.toContain("NodePool green-batch");
  expect(await demoStatus(reach, "demo", now())).toMatch(/^carbon-aware +held +AboveLimit/m);

  await setDemoGreen(reach, "demo", true, now());
  await until(async () =>
    expect(await demoStatus(reach, "demo", now())).toMatch(/^carbon-aware +\S.* UnderLimit/m),
  );
  expect(await removeDemo(reach, "demo", now())).toMatch(/^removed {4}Namespace batch$/m);
  expect(await removeDemo(reach, "demo", now())).toBe("Nothing of the demo is in this cluster.");
  expect(await demoStatus(reach, "demo", now())).toMatch(/^Nothing is known of the grid demo\.\nNo Job/);
}, 40_000);
