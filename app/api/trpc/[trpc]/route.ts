import { trpcHandler } from "#server/api/http.ts";

export const dynamic = "force-dynamic";
export { trpcHandler as GET, trpcHandler as POST };
