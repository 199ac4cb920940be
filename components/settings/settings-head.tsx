"use client";
import { useQuery } from "@tanstack/react-query";
import { counted } from "#charts/format.ts";
import { useTRPC } from "#components/shell/trpc.ts";
import { PageHead } from "#components/ui/section.tsx";
import type { Role } from "#server/domain/actor.ts";

/** The answer of this page: who is let in. */
export function SettingsHead() {
  const trpc = useTRPC();
  const { data: people } = useQuery(trpc.people.list.queryOptions());
  return (
    <PageHead
      title={people ? `${counted(people.length, "person", "people")} may use this console.` : "Settings"}
      lead={people && leadOf(people)}
    />
  );
}

function leadOf(people: readonly { role: Role }[]): string {
  const administrators = people.filter(({ role }) => role === "admin").length;
  if (people.length === 1)
    return "You are its administrator. A second one spares you the terminal when a password is forgotten.";
  return administrators === 1
    ? "One of them is an administrator."
    : `${administrators} of them are administrators.`;
}
