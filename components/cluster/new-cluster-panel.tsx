"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { useMay } from "#components/shell/me.tsx";
import { type Outputs, useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/input.tsx";
import { PartError } from "#components/ui/note.tsx";
import { QueryPart } from "#components/ui/query-part.tsx";
import { PageHead } from "#components/ui/section.tsx";
import { Bar, PageSkeleton } from "#components/ui/skeleton.tsx";
import type { ClusterClassView } from "#server/domain/cluster/cluster-api/management.ts";
import { hasTyped, NOTHING_TYPED, type TypedDraft } from "./class-draft.ts";
import type { LookAgain } from "./class-choice.tsx";
import { ClassForm } from "./class-form.tsx";
import { keepOffered } from "./offered-classes.prepare.ts";

type Management = Outputs["management"]["list"][number];

/** The page /clusters/new: a real cluster, of a class that a management cluster has. */
export function NewClusterPanel() {
  const trpc = useTRPC();
  const mayOperate = useMay("operate");
  const managements = useQuery(trpc.management.list.queryOptions());
  return (
    <QueryPart
      query={managements}
      failure="The management clusters could not be read."
      loading={<PageSkeleton label="Loading management clusters" />}
    >
      {(list) =>
        list.length === 0 || !mayOperate ? (
          <Nothing mayOperate={mayOperate} />
        ) : (
          <>
            <PageHead
              title="A real cluster, made by Cluster API."
              lead="What it costs is up to the class: its machines are your provider's."
            />
            <Chosen managements={list} />
          </>
        )
      }
    </QueryPart>
  );
}

function Nothing({ mayOperate }: { mayOperate: boolean }) {
  return (
    <Empty
      heading="h1"
      title={mayOperate ? "No management cluster is connected" : "Making a cluster takes the role operator"}
      actions={
        <Button asChild>
          {mayOperate ? (
            <Link href="/settings#management-clusters">Connect one</Link>
          ) : (
            <Link href="/clusters">All clusters</Link>
          )}
        </Button>
      }
    >
      A cluster with Cluster API in it makes others.
    </Empty>
  );
}

function Chosen({ managements }: { managements: readonly Management[] }) {
  const [picked, setPicked] = useState<string>();
  const [typed, setTyped] = useState(NOTHING_TYPED);
  const chosen = managements.find(({ id }) => id === picked) ?? managements[0];
  if (!chosen) return null;
  return (
    <div className="grid max-w-[760px] gap-6">
      {managements.length > 1 && (
        <Field label="Management cluster" help="It makes the cluster, and keeps it.">
          {(ids) => (
            <Select value={chosen.id} onChange={({ target }) => setPicked(target.value)} {...ids}>
              {managements.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <Classes key={chosen.id} management={chosen} typed={typed} onType={setTyped} />
    </div>
  );
}

interface ClassesProps {
  management: Management;
  typed: TypedDraft;
  onType: (change: (before: TypedDraft) => TypedDraft) => void;
}

function Classes({ management, ...rest }: ClassesProps) {
  const { id, name } = management;
  const trpc = useTRPC();
  const report = useQuery(trpc.management.check.queryOptions({ id }));
  return (
    <QueryPart query={report} failure={`${name} could not be asked.`} loading={<Bar width="80%" />}>
      {(read) => (
        <Offered
          management={management}
          report={read}
          again={{ busy: report.isFetching, look: () => void report.refetch() }}
          {...rest}
        />
      )}
    </QueryPart>
  );
}

/** A form that was begun stands, whatever a later check says; the check says so above it. */
function Offered({
  management: { id, name },
  report: { checks, classes: newest, usable },
  ...form
}: ClassesProps & { report: Outputs["management"]["check"]; again: LookAgain }) {
  const begun = hasTyped(form.typed);
  const trpc = useTRPC();
  const suggestion = useQuery({ ...trpc.cluster.suggest.queryOptions(), staleTime: 0 });
  const classes = useOffered(newest);
  return (
    <>
      {!usable && (
        <PartError
          title={`${name} cannot make a cluster ${begun ? "now" : "yet"}.`}
          actions={
            <Button small asChild>
              <Link href="/settings#management-clusters">See its checks</Link>
            </Button>
          }
        >
          {checks.find(({ ok }) => !ok)?.sentence}
        </PartError>
      )}
      {(usable || (begun && classes.length > 0)) && (
        <QueryPart
          query={suggestion}
          failure="A name and the grid zones could not be read."
          loading={<Bar width="80%" />}
        >
          {(suggested) => <ClassForm managementId={id} classes={classes} suggestion={suggested} {...form} />}
        </QueryPart>
      )}
    </>
  );
}

/** The newest of each class, by what came before it. */
function useOffered(newest: readonly ClusterClassView[]): readonly ClusterClassView[] {
  const [seen, setSeen] = useState(newest);
  const [kept, setKept] = useState(newest);
  if (seen !== newest) {
    setSeen(newest);
    setKept(keepOffered(kept, newest));
  }
  return kept;
}
