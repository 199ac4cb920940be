"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "#components/shell/me.tsx";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { QueryPart } from "#components/ui/query-part.tsx";
import { Section } from "#components/ui/section.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { AddPerson } from "./add-person.tsx";
import { PeopleTable } from "./people-table.tsx";

/** Who may come in, and what each may do. */
export function PeopleSection() {
  const trpc = useTRPC();
  const people = useQuery(trpc.people.list.queryOptions());
  const mayAdminister = useMay("administer");
  const [adding, setAdding] = useState(false);
  return (
    <Section
      title="People"
      aside={
        mayAdminister ? (
          <Button small kind="first" onClick={() => setAdding(true)}>
            Add a person
          </Button>
        ) : (
          "An administrator adds people and sets roles"
        )
      }
    >
      <QueryPart
        query={people}
        failure="The people could not be read."
        loading={<TableSkeleton label="Loading people" columns={["30%", "40%", "15%"]} rows={2} />}
      >
        {(list) => <PeopleTable people={list} />}
      </QueryPart>
      <AddPerson open={adding} onOpenChange={setAdding} />
    </Section>
  );
}
