"use client";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";
import { Note, PartError } from "#components/ui/note.tsx";
import { Status } from "#components/ui/status.tsx";
import type { ManyVerb } from "#server/domain/cluster/many-verb.ts";
import type { ClusterSummary } from "#server/domain/cluster/view.ts";
import { manySummary } from "./change-many.prepare.ts";
import { isComplete, type ManyRun, type Outcome, restOf, titleOf } from "./many-run.prepare.ts";
import { useManyRun } from "./use-many-run.ts";

export interface ManyDialogProps {
  verb: ManyVerb;
  clusters: readonly ClusterSummary[];
  onClose: () => void;
}

/** Says what will be done, and then cluster by cluster what came of it. While it goes on it cannot be closed, but stopped. */
export function ManyDialog({ verb, clusters, onClose }: ManyDialogProps) {
  const [{ title, sentence, names, doIt }] = useState(() => manySummary(verb, clusters)); // as it was agreed to
  const { run, begin, goOn, stop } = useManyRun(verb);
  const busy = run !== undefined && run.state !== "ended";
  return (
    <Dialog
      open
      onOpenChange={() => {
        if (!busy) onClose();
      }}
      title={<span role="status">{run ? titleOf(run) : title}</span>}
      description={run ? undefined : sentence}
    >
      {run ? (
        <Told run={run} />
      ) : (
        <p className="mt-2 max-h-40 overflow-y-auto text-small text-ink-2">{names.join(", ")}</p>
      )}
      <DialogButtons>
        {run ? (
          <RunButtons run={run} onStop={stop} onGoOn={goOn} onClose={onClose} />
        ) : (
          <>
            <Button onClick={onClose}>Leave them as they are</Button>
            <Button kind="first" disabled={names.length === 0} onClick={() => begin(names)}>
              {doIt}
            </Button>
          </>
        )}
      </DialogButtons>
    </Dialog>
  );
}

interface RunButtonsProps {
  run: ManyRun;
  onStop: () => void;
  onGoOn: () => void;
  onClose: () => void;
}

function RunButtons({ run, onStop, onGoOn, onClose }: RunButtonsProps) {
  switch (run.state) {
    case "going":
      return <Button onClick={onStop}>Stop after this batch</Button>;
    case "stopping":
      return <Button busy>Stopping after this batch</Button>;
    case "ended":
      return (
        <>
          <Button onClick={onClose}>Close</Button>
          {!isComplete(run) && (
            <Button kind="first" onClick={onGoOn}>
              Go on with the rest
            </Button>
          )}
        </>
      );
  }
}

function Told({ run }: { run: ManyRun }) {
  const rest = restOf(run);
  return (
    <>
      {run.problem !== undefined && (
        <PartError className="my-3" title="Not all of them answered.">
          {run.problem} {rest}
        </PartError>
      )}
      {run.problem === undefined && rest && <Note className="my-3">Stopped, as you asked. {rest}</Note>}
      {run.outcomes.length === 0 && run.state !== "ended" && (
        <p className="mt-2 text-ink-2">The first of them are asked now.</p>
      )}
      <Outcomes outcomes={run.outcomes} />
    </>
  );
}

/** What was refused comes first. */
function Outcomes({ outcomes }: { outcomes: readonly Outcome[] }) {
  const sorted = outcomes.toSorted((a, b) => Number(a.done) - Number(b.done));
  if (outcomes.length === 0) return null;
  return (
    <div role="region" aria-label="What came of it" tabIndex={0} className="mt-2 max-h-72 overflow-y-auto">
      <ul className="grid gap-1.5">
        {sorted.map(({ name, done, message }) => (
          <li key={name} className="grid grid-cols-[minmax(0,140px)_minmax(0,1fr)] gap-3">
            <span className="truncate font-[550]">{name}</span>
            <Status shape={done ? "done" : "failed"} className="whitespace-normal">
              {message}
            </Status>
          </li>
        ))}
      </ul>
    </div>
  );
}
