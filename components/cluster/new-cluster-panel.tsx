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
import { ClassForm } from "./class-form.tsx";

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
      <Classes key={chosen.id} management={chosen} />
    </div>
  );
}

function Classes({ management: { id, name } }: { management: Management }) {
  const trpc = useTRPC();
  const report = useQuery(trpc.management.check.queryOptions({ id }));
  const suggestion = useQuery({ ...trpc.cluster.suggest.queryOptions(), staleTime: 0 });
  return (
    <QueryPart query={report} failure={`${name} could not be asked.`} loading={<Bar width="80%" />}>
      {({ checks, classes, usable }) => {
        if (!usable)
          return (
            <PartError
              title={`${name} cannot make a cluster yet.`}
              actions={
                <Button small asChild>
                  <Link href="/settings#management-clusters">See its checks</Link>
                </Button>
              }
            >
              {checks.find(({ ok }) => !ok)?.sentence}
            </PartError>
          );
        if (!suggestion.data) return <Bar width="80%" />;
        const offered = classes.filter(({ problem }) => problem === null);
        return <ClassForm managementId={id} classes={offered} suggestion={suggestion.data} />;
      }}
    </QueryPart>
  );
}
