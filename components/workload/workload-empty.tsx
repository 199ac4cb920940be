"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ClosedEye } from "#components/eye/closed-eye.tsx";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { SampleJobs } from "./sample-jobs.tsx";
import type { WorkloadViewState } from "./use-workload-view.ts";

/** Nothing was ever submitted: the first thing to do depends on whether there is a cluster. */
export function NoJobs({ now }: { now: Date }) {
  const trpc = useTRPC();
  const clusters = useQuery(trpc.cluster.list.queryOptions());
  if (clusters.data?.length === 0)
    return (
      <Empty
        eye={<ClosedEye now={now} />}
        title="A cluster comes first"
        actions={
          <Button asChild kind="first">
            <Link href="/clusters">Create a cluster</Link>
          </Button>
        }
      >
        Jobs appear here as soon as a cluster has one that asks to be carbon-aware.
      </Empty>
    );
  return (
    <Empty eye={<ClosedEye now={now} />} title="Submit the first one" actions={<SampleJobs first />}>
      A Job with the annotation carbon-aware.io/enabled waits for a better hour, and says here why and until
      when.
    </Empty>
  );
}

const WORDS = { all: "", waiting: " waiting", running: " running", finished: " finished" } as const;

export function NothingFound({ view, onClear }: { view: WorkloadViewState; onClear: () => void }) {
  const text = view.text.trim();
  return (
    <Empty
      title={`No${WORDS[view.group]} Job${text ? ` matches “${text}”` : ""}`}
      actions={<Button onClick={onClear}>Show all Jobs</Button>}
    >
      {text
        ? "Every word is looked for in the name, the namespace and the cluster."
        : "There are Jobs in other states."}
    </Empty>
  );
}
