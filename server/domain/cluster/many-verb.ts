import { z } from "zod";

/** What can be done with many clusters at once. */
export const ManyVerb = z.enum(["pause", "resume", "release", "retry"]);
export type ManyVerb = z.infer<typeof ManyVerb>;
