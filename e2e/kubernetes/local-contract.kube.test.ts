import { afterEach, beforeEach } from "vitest";
import { providerContract } from "#server/adapters/provider/provider.contract.ts";
import { processesOn } from "./local/processes.ts";
import { localWorld, type LocalWorld } from "./local/world.ts";

const cluster = { id: "c1", name: "fjord-1", zone: "DE" };
let world: LocalWorld;
let latest: ReturnType<LocalWorld["worker"]>;
beforeEach(() => void (world = localWorld()));
afterEach(() => world.close());

providerContract({
  name: "local",
  cluster,
  make: () => (latest = world.worker()).provider,
  given: () => Promise.resolve(),
  stored: () => world.stored,
  patienceMs: 60_000,
  isLeft: () => latest.host.exists(cluster.id) || processesOn(world.dataDir).length > 0,
});
