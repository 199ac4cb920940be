import { TRPCError, tracked } from "@trpc/server";
import { z } from "zod";
import type { LiveTopic } from "#server/domain/live.ts";
import { shutdown } from "../shutdown.ts";
import { procedure, router } from "../trpc.ts";

const Resume = z.object({ lastEventId: z.string().nullish() }).optional();

/** Topics as they turn. "all" comes first, and whenever something may have been missed: read everything again. */
export const liveRouter = router({
  events: procedure.input(Resume).subscription(async function* ({ ctx, signal }) {
    const stop = AbortSignal.any([shutdown.signal, ...(signal ? [signal] : [])]);
    let id = 0;
    const event = (topic: LiveTopic | "all") => tracked(String(++id), { topic });
    yield event("all");
    for await (const topic of ctx.app.live.subscribe(stop)) {
      yield event(topic === "reconnected" ? "all" : topic);
    }
    // A plain return would tell the browser "finished, stay away"; this one it answers by coming back.
    if (shutdown.signal.aborted)
      throw new TRPCError({ code: "SERVICE_UNAVAILABLE", message: "The console restarts." });
  }),
});
