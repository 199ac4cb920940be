"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "#components/shell/me.tsx";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { QueryPart } from "#components/ui/query-part.tsx";
import { Section } from "#components/ui/section.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { AddAccount } from "./add-account.tsx";
import { AccountsTable } from "./accounts-table.tsx";
import { SourcesList } from "./sources-list.tsx";

/** What grids can be read from, and the keys that are kept for it. */
export function SourcesSection() {
  const trpc = useTRPC();
  const accounts = useQuery(trpc.carbon.accounts.queryOptions());
  const mayAdminister = useMay("administer");
  const [adding, setAdding] = useState(false);
  return (
    <Section
      anchor="sources"
      title="Sources"
      aside={
        mayAdminister ? (
          <Button small onClick={() => setAdding(true)}>
            Add an account
          </Button>
        ) : (
          "An administrator adds accounts"
        )
      }
    >
      <QueryPart
        query={accounts}
        failure="The accounts could not be read."
        loading={<TableSkeleton label="Loading accounts" columns={["30%", "30%", "20%"]} rows={1} />}
      >
        {(list) =>
          list.length === 0 ? (
            <p className="text-ink-2">
              No key is kept. Several sources need none; for the others an account holds the key, sealed, and
              serves any number of grids.
            </p>
          ) : (
            <AccountsTable accounts={list} />
          )
        }
      </QueryPart>
      <SourcesList />
      {adding && <AddAccount onClose={() => setAdding(false)} />}
    </Section>
  );
}
