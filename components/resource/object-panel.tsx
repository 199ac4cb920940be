"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { PartError } from "#components/ui/note.tsx";
import { QueryPart } from "#components/ui/query-part.tsx";
import { PageHead } from "#components/ui/section.tsx";
import { PageSkeleton } from "#components/ui/skeleton.tsx";
import type { ResourceKind } from "#server/domain/resource/kind.ts";
import type { ObjectAccess, ObjectView } from "#server/domain/resource/view.ts";
import { DeleteObject } from "./delete-object.tsx";
import { EditObject } from "./edit-object.tsx";
import { EventList } from "./event-list.tsx";
import { pluralOf } from "./list.prepare.ts";
import { LogView } from "./log-view.tsx";
import { ObjectFacts } from "./object-facts.tsx";
import { ObjectTabs } from "./object-tabs.tsx";
import { leadOf } from "./object.prepare.ts";
import { hrefOf } from "./place.prepare.ts";
import { TerminalView } from "./terminal-view.tsx";
import { type Tab, useTab } from "./use-tab.ts";
import { YamlView } from "./yaml-view.tsx";

interface ObjectPanelProps {
  cluster: string;
  kind: ResourceKind;
  namespace: string | null;
  name: string;
}
export interface Target {
  cluster: string;
  kind: string;
  namespace: string | null;
  name: string;
}

const LOOK_AGAIN_MS = 10_000;

/** One object: what it is, what happened to it, what it says, and its text to change. */
export function ObjectPanel({ cluster, kind, namespace, name }: ObjectPanelProps) {
  const trpc = useTRPC();
  const target: Target = { cluster, kind: kind.id, namespace, name };
  const object = useQuery({
    ...trpc.resource.get.queryOptions(target),
    refetchInterval: ({ state }) => (state.error && !isGone(state.error) ? false : LOOK_AGAIN_MS),
  });
  const access = useQuery({ ...trpc.resource.access.queryOptions(target), staleTime: 60_000 });
  const { tab } = useTab();
  const [editing, setEditing] = useState(false);
  const gone = object.error && isGone(object.error) ? object.error.message : undefined;
  const inUse = object.data !== undefined && (editing || tab === "logs" || tab === "terminal"); // typed, or last words
  if (gone !== undefined && !inUse)
    return <Gone cluster={cluster} kind={kind} namespace={namespace} message={gone} />;
  return (
    <QueryPart
      query={object}
      failure={gone === undefined ? `${name} could not be read.` : `${name} is gone.`}
      loading={<PageSkeleton label={`Loading ${name}`} />}
    >
      {(view) => (
        <>
          {access.data === undefined && access.error && (
            <PartError
              className="mb-4"
              title="What may be done with it could not be read, so neither changing nor deleting it is offered."
              code={access.error.data?.code}
              actions={
                <Button small busy={access.isFetching} onClick={() => void access.refetch()}>
                  Try again
                </Button>
              }
            >
              {access.error.message}
            </PartError>
          )}
          <Whole
            target={target}
            object={view}
            access={gone === undefined ? access.data : undefined}
            editing={editing}
            onEditing={setEditing}
          />
        </>
      )}
    </QueryPart>
  );
}

const isGone = (error: { data?: { code?: string } | null }): boolean => error.data?.code === "NOT_FOUND";

interface ShownProps {
  target: Target;
  object: ObjectView;
  access: ObjectAccess | undefined;
}
interface WholeProps extends ShownProps {
  editing: boolean;
  onEditing: (editing: boolean) => void;
}

function Whole({ target, object, access, editing, onEditing }: WholeProps) {
  const { tab, setTab } = useTab();
  const mayEdit = access?.patch === true && object.deletingSince === null;
  const startEdit = () => {
    setTab("yaml");
    onEditing(true);
  };
  return (
    <div data-testid="resource-object">
      <PageHead
        title={<span className="break-words">{object.name}</span>}
        lead={leadOf(object)}
        actions={
          editing ? undefined : (
            <>
              {mayEdit && <Button onClick={startEdit}>Edit as YAML</Button>}
              {access?.delete === true && object.deletingSince === null && (
                <DeleteObject target={target} object={object} />
              )}
            </>
          )
        }
      />
      {editing ? (
        <EditObject target={target} object={object} onDone={() => onEditing(false)} />
      ) : (
        <div className="grid items-start gap-x-10 gap-y-8 wide:grid-cols-[minmax(0,1fr)_272px]">
          <div className="min-w-0">
            <ObjectTabs object={object} tab={tab} onTab={setTab} />
            <Shown tab={tab} target={target} object={object} access={access} />
          </div>
          <ObjectFacts cluster={target.cluster} object={object} access={access} />
        </div>
      )}
    </div>
  );
}

function Shown({ tab, target, object, access }: ShownProps & { tab: Tab }) {
  switch (tab) {
    case "yaml":
      return <YamlView object={object} />;
    case "events":
      return <EventList target={target} />;
    case "logs":
      return <LogView target={target} object={object} access={access} />;
    case "terminal":
      return <TerminalView target={target} object={object} access={access} />;
  }
}

function Gone({ cluster, kind, namespace, message }: Omit<ObjectPanelProps, "name"> & { message: string }) {
  return (
    <Empty
      heading="h1"
      title={message}
      actions={
        <Button asChild>
          <Link href={hrefOf(cluster, { kind: kind.id, namespace })}>All {pluralOf(kind.kind)}</Link>
        </Button>
      }
    >
      The address is kept: should an object of that name come again, it is shown here.
    </Empty>
  );
}
