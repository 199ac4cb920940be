"use client";
import { useQuery } from "@tanstack/react-query";
import { counted } from "#charts/format.ts";
import { useTRPC } from "#components/shell/trpc.ts";
import { PageHead } from "#components/ui/section.tsx";

/** The answer of this page: who is let in. */
export function SettingsHead() {
  const trpc = useTRPC();
  const { data: people } = useQuery(trpc.people.list.queryOptions());
  const administrators = people?.filter(({ role }) => role === "admin").length;
  return (
    <PageHead
      title={people ? `${counted(people.length, "person", "people")} may use this console.` : "Settings"}
      lead={administrators === undefined ? undefined : leadOf(administrators)}
    />
  );
}

const leadOf = (administrators: number) =>
  administrators === 1
    ? "One of them is an administrator. A second one spares you the terminal when a password is forgotten."
    : `${administrators} of them are administrators.`;
