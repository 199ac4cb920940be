"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type Inputs, type Outputs, useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { DialogButtons } from "#components/ui/dialog.tsx";
import { PartError } from "#components/ui/note.tsx";
import { toast } from "#components/ui/toast.tsx";
import { MachineDialog } from "./machine-dialog.tsx";
import { useClusterVerb } from "./use-cluster-verb.ts";

interface Props {
  target: Inputs["cluster"]["object"]["machineRemediation"];
  machine: string;
  onClose: () => void;
}

/** Says whether Cluster API would act on the mark at all, and what it would do. */
export function RemediateMachine({ target, machine, onClose }: Props) {
  const trpc = useTRPC();
  const plan = useQuery({
    ...trpc.cluster.object.machineRemediation.queryOptions(target),
    staleTime: 0,
    retry: false,
  });
  return (
    <MachineDialog
      title={`Remediate the machine ${machine}?`}
      keep="Leave it as it is"
      plan={plan}
      onClose={onClose}
    >
      {(view) => <Preview plan={view} target={target} onClose={onClose} />}
    </MachineDialog>
  );
}

type Plan = Outputs["cluster"]["object"]["machineRemediation"];

function Preview({ plan, target, onClose }: { plan: Plan; target: Props["target"]; onClose: () => void }) {
  const trpc = useTRPC();
  const { refresh } = useClusterVerb();
  const remediate = useMutation(
    trpc.cluster.object.remediateMachine.mutationOptions({
      onSuccess: async () => {
        toast.done({
          fact: `${plan.machine} is marked for remediation.`,
          consequence: `${plan.check} acts on it.`,
        });
        onClose();
        await refresh();
      },
    }),
  );
  return (
    <>
      {plan.refused && <p className="text-ink-2">{plan.refused}</p>}
      {plan.follows.length > 0 && (
        <ol className="grid list-decimal gap-1 pl-5 text-ink-2">
          {plan.follows.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ol>
      )}
      {remediate.error && <PartError title="It was not marked.">{remediate.error.message}</PartError>}
      <DialogButtons>
        <Button onClick={onClose}>Leave it as it is</Button>
        {!plan.refused && (
          <Button kind="first" busy={remediate.isPending} onClick={() => remediate.mutate(target)}>
            Remediate machine
          </Button>
        )}
      </DialogButtons>
    </>
  );
}
