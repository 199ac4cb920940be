import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { Shell } from "#components/shell/shell.tsx";
import { currentPerson, getQueryClient, trpc } from "#server/api/rsc.ts";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const person = await currentPerson();
  if (!person) redirect("/sign-in");
  const queryClient = getQueryClient();
  await Promise.all([
    queryClient.prefetchQuery(trpc.carbon.zones.queryOptions()),
    queryClient.prefetchQuery(trpc.cluster.list.queryOptions()),
    queryClient.prefetchQuery(trpc.policy.list.queryOptions()),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <Shell me={{ name: person.name, email: person.email, role: person.role }}>{children}</Shell>
    </HydrationBoundary>
  );
}
