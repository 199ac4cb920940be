import { liveRouter } from "./routers/live.ts";
import { peopleRouter } from "./routers/people.ts";
import { sessionRouter } from "./routers/session.ts";
import { settingRouter } from "./routers/setting.ts";
import { createCaller, router } from "./trpc.ts";

export const appRouter = router({
  live: liveRouter,
  people: peopleRouter,
  session: sessionRouter,
  setting: settingRouter,
});
export type AppRouter = typeof appRouter;
export const callerOf = createCaller(appRouter);
