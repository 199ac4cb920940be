"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { counted } from "#charts/format.ts";
import { type Outputs, useTRPC } from "#components/shell/trpc.ts";
import { Button, Buttons } from "#components/ui/button.tsx";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";
import { PartError } from "#components/ui/note.tsx";
import { Status } from "#components/ui/status.tsx";
import type { ManyVerb } from "#server/domain/cluster/many-verb.ts";
import type { ClusterSummary } from "#server/domain/cluster/view.ts";
import { MANY_VERBS, manySummary } from "./change-many.prepare.ts";
import { useClusterVerb } from "./use-cluster-verb.ts";

interface ChangeManyProps {
  clusters: readonly ClusterSummary[];
  onDone: () => void;
}

/** What can be done with all that is chosen; each verb says first what it will do, and then what became of it. */
export function ChangeMany({ clusters, onDone }: ChangeManyProps) {
  const [verb, setVerb] = useState<ManyVerb>();
  return (
    <div
      role="region"
      aria-label="Chosen clusters"
      className="sticky bottom-0 z-10 max-touch:bottom-14 mt-3 flex flex-wrap items-center gap-3 border-t border-ink bg-paper py-3"
    >
      <span className="font-[550]">{`${counted(clusters.length, "cluster")} chosen`}</span>
      <Buttons>
        {MANY_VERBS.map(({ verb: each, button }) => (
          <Button key={each} small onClick={() => setVerb(each)}>
            {button}
          </Button>
        ))}
      </Buttons>
      <Button small kind="quiet" className="touch:ml-auto" onClick={onDone}>
        Choose none
      </Button>
      {verb && <ManyDialog verb={verb} clusters={clusters} onClose={() => setVerb(undefined)} />}
    </div>
  );
}

interface ManyDialogProps {
  verb: ManyVerb;
  clusters: readonly ClusterSummary[];
  onClose: () => void;
}

function ManyDialog({ verb, clusters, onClose }: ManyDialogProps) {
  const trpc = useTRPC();
  const { refresh } = useClusterVerb();
  const change = useMutation(trpc.cluster.changeMany.mutationOptions({ onSettled: refresh }));
  const { title, sentence, names, doIt } = manySummary(verb, clusters);
  const outcomes = change.data;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={outcomes ? outcomeTitle(outcomes) : title}
      description={outcomes ? undefined : sentence}
    >
      {change.error && (
        <PartError className="my-3" title="Nothing was changed.">
          {change.error.message}
        </PartError>
      )}
      {outcomes ? (
        <Outcomes outcomes={outcomes} />
      ) : (
        <p className="mt-2 max-h-40 overflow-y-auto text-small text-ink-2">{names.join(", ")}</p>
      )}
      <DialogButtons>
        <Button onClick={onClose}>{outcomes ? "Close" : "Leave them as they are"}</Button>
        {!outcomes && (
          <Button
            kind="first"
            busy={change.isPending}
            disabled={names.length === 0}
            onClick={() => change.mutate({ names, verb })}
          >
            {doIt}
          </Button>
        )}
      </DialogButtons>
    </Dialog>
  );
}

type Outcome = Outputs["cluster"]["changeMany"][number];

function outcomeTitle(outcomes: readonly Outcome[]): string {
  const failed = outcomes.filter(({ done }) => !done).length;
  if (failed === 0) return `Done on ${counted(outcomes.length, "cluster")}.`;
  return `Done on ${outcomes.length - failed} of ${counted(outcomes.length, "cluster")}.`;
}

/** What was refused comes first. */
function Outcomes({ outcomes }: { outcomes: readonly Outcome[] }) {
  const sorted = outcomes.toSorted((a, b) => Number(a.done) - Number(b.done));
  return (
    <ul className="mt-2 grid max-h-72 gap-1.5 overflow-y-auto">
      {sorted.map(({ name, done, message }) => (
        <li key={name} className="grid grid-cols-[minmax(0,140px)_minmax(0,1fr)] gap-3">
          <span className="truncate font-[550]">{name}</span>
          <Status shape={done ? "done" : "failed"}>{message}</Status>
        </li>
      ))}
    </ul>
  );
}
