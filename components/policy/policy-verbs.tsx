"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { counted } from "#charts/format.ts";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmByName } from "#components/ui/confirm-by-name.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { PolicyView } from "#server/domain/policy/view.ts";
import { draftStore } from "./draft-store.ts";

/** Switch it off and on, or delete it. A draft goes on either way. */
export function PolicyVerbs({ policy, drafting }: { policy: PolicyView; drafting: boolean }) {
  const [open, setOpen] = useState(false);
  const { toggle, remove } = usePolicyVerbs(policy);
  const { enabled } = policy.spec;
  return (
    <div className="grid gap-1 touch:justify-items-end">
      <div className="flex gap-2">
        <Button kind="harm" onClick={() => setOpen(true)}>
          Delete
        </Button>
        <Button
          busy={toggle.isPending}
          disabled={drafting}
          title={drafting ? "Save or discard the draft first." : undefined}
          onClick={() => toggle.mutate({ id: policy.id, generation: policy.generation, enabled: !enabled })}
        >
          {enabled ? "Switch off" : "Switch on"}
        </Button>
      </div>
      {drafting && <p className="text-small text-ink-3">Save or discard the draft before switching.</p>}
      <ConfirmByName
        open={open}
        onOpenChange={setOpen}
        name={policy.name}
        title={`Delete ${policy.name}?`}
        removes={[{ what: `the policy from ${counted(policy.clusterIds.length, "cluster")}` }]}
        keeps={["running Jobs", "the decisions made so far"]}
        verb="Delete policy"
        busy={remove.isPending}
        error={remove.error?.message}
        onConfirm={() => remove.mutate({ id: policy.id, confirm: policy.name })}
      />
    </div>
  );
}

function usePolicyVerbs(policy: PolicyView) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.policy.pathKey() });
  const toggle = useMutation(
    trpc.policy.setEnabled.mutationOptions({
      onSuccess: async (_, { enabled }) => {
        toast.done(
          enabled
            ? { fact: `Policy ${policy.name} is on.`, consequence: "Jobs it covers may wait from now on." }
            : { fact: `Policy ${policy.name} is off.`, consequence: "Jobs it held start at once." },
        );
        await refresh();
      },
      onError: async ({ message }) => {
        toast.failed({ fact: `${policy.name} was not switched.`, consequence: message });
        await refresh();
      },
    }),
  );
  const remove = useMutation(
    trpc.policy.delete.mutationOptions({
      onSuccess: async () => {
        draftStore.clear(policy.id);
        toast.done({ fact: `Policy ${policy.name} is deleted.`, consequence: "It leaves its clusters now." });
        router.push("/policies");
        await queryClient.invalidateQueries({ queryKey: trpc.policy.list.queryKey() });
      },
    }),
  );
  return { toggle, remove };
}
