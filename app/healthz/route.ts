import { healthHandler } from "#server/api/http.ts";

export const dynamic = "force-dynamic";
export { healthHandler as GET };
