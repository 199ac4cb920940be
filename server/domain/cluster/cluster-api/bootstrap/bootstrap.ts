import { readAgent } from "./agent.ts";
import { readDns } from "./dns.ts";
import type { BootstrapFacts } from "./facts.ts";
import { readNetwork } from "./network.ts";
import type { BootstrapReading } from "./reading.ts";
import { readStorage } from "./storage.ts";

/** All that the cluster itself tells, in the order of the steps. The policies are told by their roll-out. */
export const readBootstrap = (facts: BootstrapFacts): BootstrapReading[] => [
  readNetwork(facts),
  readDns(facts),
  readStorage(facts),
  readAgent(facts),
];

/** Nothing is known of a cluster whose look failed: what was true before may not be now. */
export const unreadBootstrap = (why: string): BootstrapReading[] =>
  (["NetworkReady", "DnsReady", "StorageReady", "AgentInstalled"] as const).map((type) => ({
    type,
    status: "Unknown",
    reason: "NotRead",
    message: why,
  }));
