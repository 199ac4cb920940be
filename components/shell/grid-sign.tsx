"use client";
import { useQuery } from "@tanstack/react-query";
import { Eye } from "#components/eye/eye.tsx";
import { useNow } from "#components/ui/clock.tsx";
import { Mark } from "#components/ui/mark.tsx";
import { MINUTE_MS } from "#server/domain/clock.ts";
import { useTRPC } from "./trpc.ts";

/** In the tabs at the foot: the first zone's Eye over Overview, its grams over Carbon. */
export function GridSign({ place }: { place: "Overview" | "Carbon" }) {
  const trpc = useTRPC();
  const { data: zones } = useQuery(trpc.carbon.zones.queryOptions());
  const now = useNow(MINUTE_MS / 4);
  const [first] = zones ?? [];
  if (place === "Overview")
    return first ? <Eye zone={first} size={20} now={now} hidden /> : <Mark size={18} />;
  return <>{first?.latest ? Math.round(first.latest.gramsPerKwh) : "–"}</>;
}
