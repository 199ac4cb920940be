import { authHandler } from "#server/api/http.ts";

export const dynamic = "force-dynamic";
export { authHandler as GET, authHandler as POST };
