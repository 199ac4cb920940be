import type { LiveTopic } from "#server/domain/live.ts";

/** Which routers' answers may have changed when a topic turned. */
const ROUTERS: Record<LiveTopic, readonly string[]> = {
  clusters: ["cluster", "policy", "workload", "setting"],
  policies: ["policy", "cluster", "workload", "carbon", "setting"],
  workloads: ["workload", "cluster", "policy", "carbon", "setting"],
  carbon: ["carbon", "workload", "setting"],
  settings: ["setting", "people", "session", "workload", "management"],
};

/** Whether a query, by its tRPC key `[["cluster", "list"], ...]`, is to be read again after these topics. */
export function isTouched(queryKey: readonly unknown[], topics: ReadonlySet<LiveTopic | "all">): boolean {
  const [path] = queryKey;
  const router: unknown = Array.isArray(path) ? path[0] : undefined;
  if (typeof router !== "string") return false;
  return (
    topics.has("all") ||
    Object.entries(ROUTERS).some(
      ([topic, routers]) => topics.has(topic as LiveTopic) && routers.includes(router),
    )
  );
}
