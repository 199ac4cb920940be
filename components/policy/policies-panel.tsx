"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ClosedEye } from "#components/eye/closed-eye.tsx";
import { useMay } from "#components/shell/me.tsx";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { useNow } from "#components/ui/clock.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { QueryPart } from "#components/ui/query-part.tsx";
import { PageHead } from "#components/ui/section.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { policiesHeadline, policiesSentence } from "./policies.prepare.ts";
import { PolicyTable } from "./policy-table.tsx";

/** The page /policies. */
export function PoliciesPanel() {
  const trpc = useTRPC();
  const mayOperate = useMay("operate");
  const policies = useQuery(trpc.policy.list.queryOptions());
  const clusters = useQuery(trpc.cluster.list.queryOptions());
  const now = useNow(60_000);
  const known = policies.data;
  const write = mayOperate ? (
    <Button asChild kind="first">
      <Link href="/policies/new">Write a policy</Link>
    </Button>
  ) : (
    <p className="text-small text-ink-3">Writing a policy takes the role operator.</p>
  );
  return (
    <>
      <PageHead
        title={known ? policiesHeadline(known, clusters.data) : "Policies"}
        lead={known && known.length > 0 ? policiesSentence(known, clusters.data) : undefined}
        actions={known?.length === 0 ? undefined : write}
      />
      <QueryPart
        query={policies}
        failure="The policies could not be read."
        loading={
          <TableSkeleton label="Loading the policies" columns={["16%", "36%", "8%", "8%", "16%", "10%"]} />
        }
      >
        {(list) =>
          list.length === 0 ? (
            <Empty eye={<ClosedEye now={now} />} title="No policy yet" actions={write}>
              Until there is one, Jobs that ask to be carbon-aware wait up to 24 h for the cheapest hour, if
              it saves 5 % or more.
            </Empty>
          ) : (
            <PolicyTable policies={list} />
          )
        }
      </QueryPart>
    </>
  );
}
