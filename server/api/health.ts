import type { App } from "#server/context.ts";

export type Health = Record<"console" | "worker" | "database", "ok" | "down">;

const HEARTBEAT_FRESH_MS = 10_000;
const DATABASE_PATIENCE_MS = 2_000;

/** The worker counts as running while its heartbeat row is younger than 10 s, in real time. */
export async function healthOf(app: () => Promise<Pick<App, "db">>): Promise<Health> {
  try {
    const { db } = await app();
    const found = await within(DATABASE_PATIENCE_MS, db.heartbeat.findUnique({ where: { name: "worker" } }));
    const fresh = found !== null && Date.now() - +found.at < HEARTBEAT_FRESH_MS;
    return { console: "ok", worker: fresh ? "ok" : "down", database: "ok" };
  } catch {
    return { console: "ok", worker: "down", database: "down" };
  }
}

export const isPart = (health: Health, name: string): name is keyof Health => Object.hasOwn(health, name);

/** All of it, or the part that is asked for: a probe that restarts the console must not do so for want of a worker. */
export const isWell = (health: Health, only?: keyof Health): boolean =>
  only ? health[only] === "ok" : Object.values(health).every((word) => word === "ok");

function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error("no answer in time")), ms).unref();
  });
  return Promise.race([answer, late]);
}
