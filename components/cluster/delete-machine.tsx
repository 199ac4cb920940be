"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Inputs, type Outputs, useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { DialogButtons } from "#components/ui/dialog.tsx";
import { Note, PartError } from "#components/ui/note.tsx";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import { toast } from "#components/ui/toast.tsx";
import { MachineDialog } from "./machine-dialog.tsx";
import { runsOf } from "./machine.prepare.ts";
import { useClusterVerb } from "./use-cluster-verb.ts";

type Plan = Outputs["cluster"]["object"]["machineDeletion"];
type Way = Inputs["cluster"]["object"]["deleteMachine"]["way"];
interface Props {
  target: Inputs["cluster"]["object"]["machineDeletion"];
  machine: string;
  onClose: () => void;
}

/** Says which machine goes, how many remain, and what runs on it, before it is asked for. */
export function DeleteMachine({ target, machine, onClose }: Props) {
  const trpc = useTRPC();
  const plan = useQuery({
    ...trpc.cluster.object.machineDeletion.queryOptions(target),
    staleTime: 0,
    retry: false,
  });
  return (
    <MachineDialog title={`Delete the machine ${machine}?`} keep="Keep it" plan={plan} onClose={onClose}>
      {(view) => <Preview plan={view} target={target} onClose={onClose} />}
    </MachineDialog>
  );
}

function Preview({ plan, target, onClose }: { plan: Plan; target: Props["target"]; onClose: () => void }) {
  const [way, setWay] = useState<Way | undefined>(plan.ways[0]?.way);
  const remove = useDeletion(plan, onClose);
  const chosen = plan.ways.find((each) => each.way === way) ?? plan.ways[0];
  return (
    <>
      {plan.refused && <p className="text-ink-2">{plan.refused}</p>}
      {chosen && plan.ways.length > 1 && (
        <RadioGroup
          legend="What becomes of its pool"
          value={chosen.way}
          onChange={setWay}
          choices={plan.ways.map(({ way: value, sentence }) => ({
            value,
            label: value === "remove" ? "One machine fewer" : "A new one in its place",
            help: sentence,
          }))}
        />
      )}
      {plan.ways.length === 1 && <p className="text-ink-2">{chosen?.sentence}</p>}
      {plan.notes.map((note) => (
        <Note key={note} className="text-small text-ink-2">
          {note}
        </Note>
      ))}
      {!plan.refused && <Runs plan={plan} />}
      {remove.error && <PartError title="Nothing was deleted.">{remove.error.message}</PartError>}
      <DialogButtons>
        <Button onClick={onClose}>Keep it</Button>
        {chosen && (
          <Button
            kind="harm"
            busy={remove.isPending}
            onClick={() => remove.mutate({ ...target, way: chosen.way })}
          >
            {chosen.way === "remove" ? "Delete machine" : "Replace machine"}
          </Button>
        )}
      </DialogButtons>
    </>
  );
}

function Runs({ plan }: { plan: Plan }) {
  return (
    <div className="grid gap-1 text-small text-ink-2">
      {runsOf(plan).map((line) => (
        <p key={line} className="break-words">
          {line}
        </p>
      ))}
    </div>
  );
}

function useDeletion({ machine }: Plan, onClose: () => void) {
  const trpc = useTRPC();
  const { refresh } = useClusterVerb();
  return useMutation(
    trpc.cluster.object.deleteMachine.mutationOptions({
      onSuccess: async (_, { way }) => {
        toast.done({
          fact: `${machine} goes.`,
          consequence: way === "remove" ? "Its pool has one machine fewer." : "Another is made in its place.",
        });
        onClose();
        await refresh();
      },
    }),
  );
}
