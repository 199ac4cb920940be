import { limitedTo } from "#server/adapters/time-limit.ts";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { createKubeClient } from "#server/adapters/kubernetes/client.ts";
import { execInPod } from "#server/adapters/kubernetes/pod-exec.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { DomainError } from "#server/domain/errors.ts";
import { commandOf, type TerminalEvent, TerminalSize } from "#server/domain/resource/terminal.ts";
import { refuseLocked } from "../cluster/view.ts";
import { createOutputQueue } from "./output-queue.ts";
import { kindIn, told } from "./target.ts";

const Name = z.string().min(1).max(253);
export const OpenTerminal = z.object({
  session: z.uuid(),
  cluster: Name,
  namespace: Name,
  pod: Name,
  container: Name,
  /** What runs in it; a shell where nothing is typed. */
  command: z.string().max(2_000, { error: "A command has at most 2,000 characters." }).default(""),
  size: TerminalSize,
  /** The page comes back after a broken connection. */
  lastEventId: z.string().nullish(),
});
export type OpenTerminal = z.infer<typeof OpenTerminal>;

const GATHER_MS = 15;
const MOST_OPEN = 50; // of one console: each is a connection to an API server
const IDLE_MS = 30 * 60_000;
const LOST = "The connection to the console was lost, and the shell with it.";

/** A shell in a container until the program ends, the page goes, or nobody types for 30 minutes. What goes wrong is an event too. */
export async function* openTerminal(
  app: App,
  wish: OpenTerminal,
  signal: AbortSignal,
): AsyncGenerator<TerminalEvent> {
  try {
    authorise(app.actor, "operate", "open a terminal in a pod");
    if (wish.lastEventId) throw new DomainError("PRECONDITION_FAILED", LOST);
    if (app.terminals.open >= MOST_OPEN)
      throw new DomainError(
        "PRECONDITION_FAILED",
        `${MOST_OPEN} terminals are open on this console. Close one first.`,
      );
    yield* run(app, wish, signal);
  } catch (error) {
    if (!signal.aborted) yield { kind: "ended", why: (error as Error).message };
  }
}

async function* run(app: App, wish: OpenTerminal, signal: AbortSignal): AsyncGenerator<TerminalEvent> {
  const { cluster } = await kindIn(app, { cluster: wish.cluster, kind: "pods" });
  refuseLocked(cluster); // what a shell does there nobody has read before
  const { namespace, pod, container } = wish;
  // a client of its own: a shell holds its connection for as long as someone types
  const kube = createKubeClient((await app.kubeconfigs.find(cluster.id)) ?? "");
  const queue = createOutputQueue();
  const stop = new AbortController();
  try {
    const command = commandOf(wish.command);
    const session = await told(
      cluster,
      () =>
        execInPod(
          kube,
          { namespace, pod, container, command },
          { onOutput: (bytes) => queue.output(bytes), onEnd: (why) => queue.end(why) },
        ),
      `Pod ${namespace}/${pod}`,
    );
    session.resize(wish.size);
    await app.audit.add(`Pod ${namespace}/${pod} on ${cluster.name}`, {
      actor: app.actor,
      action: "resource.exec",
      at: app.clock.now(),
      detail: { container, command: wish.command.trim() || "a shell" },
    });
    let typedAt = performance.now();
    const { close } = app.terminals.add({ id: wish.session, actorId: app.actor.id }, ({ base64, size }) => {
      typedAt = performance.now();
      if (base64) session.write(Buffer.from(base64, "base64"));
      if (size) session.resize(size);
    });
    stop.signal.addEventListener("abort", () => {
      close();
      session.close();
    });
    yield { kind: "open" };
    while (!signal.aborted) {
      await queue.waiting(limitedTo(60_000, signal));
      await sleep(GATHER_MS);
      const events = queue.take();
      yield* events;
      if (events.at(-1)?.kind === "ended") return;
      if (performance.now() - typedAt > IDLE_MS)
        throw new DomainError("PRECONDITION_FAILED", "Nobody typed for 30 minutes: the shell was ended.");
    }
  } finally {
    stop.abort();
    await kube.close();
  }
}
