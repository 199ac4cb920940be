import { getReview } from "#server/services/review/get.ts";
import { ReviewWish } from "#server/services/review/wish.ts";
import { WriteReviewed, writeReviewed } from "#server/services/review/write.ts";
import { procedure, router } from "../trpc.ts";

export const reviewRouter = router({
  get: procedure.input(ReviewWish).mutation(({ ctx, input }) => getReview(ctx.app, input)),
  write: procedure.input(WriteReviewed).mutation(({ ctx, input }) => writeReviewed(ctx.app, input)),
});
