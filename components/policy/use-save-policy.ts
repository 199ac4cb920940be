"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { FieldPath } from "react-hook-form";
import { counted } from "#charts/format.ts";
import { useTRPC } from "#components/shell/trpc.ts";
import { toast } from "#components/ui/toast.tsx";
import type { PolicyView } from "#server/domain/policy/view.ts";
import type { PolicyForm, PolicyFormInput } from "./policy-form.ts";
import type { PolicyDraftState } from "./use-policy-draft.ts";

/** Saves the draft against the generation it was begun on; a refusal leaves the draft as it is. */
export function useSavePolicy(policy: PolicyView | null, draft: PolicyDraftState) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const save = useMutation(trpc.policy.save.mutationOptions());
  return useMutation({
    mutationFn: (values: PolicyForm) =>
      save.mutateAsync({ ...values, id: policy?.id, generation: values.generation ?? undefined }),
    onSuccess: async (saved) => {
      queryClient.setQueryData(trpc.policy.get.queryKey({ name: saved.name }), saved);
      draft.startAgain(saved);
      toast.done({
        fact: `Policy ${saved.name} saved.`,
        consequence:
          saved.clusterIds.length === 0
            ? `Generation ${saved.generation} holds on no cluster yet.`
            : `Generation ${saved.generation} rolls out to ${counted(saved.clusterIds.length, "cluster")}.`,
      });
      if (!policy) router.replace(`/policies/${encodeURIComponent(saved.name)}`);
      await queryClient.invalidateQueries({ queryKey: trpc.policy.pathKey() });
      await queryClient.invalidateQueries({ queryKey: trpc.cluster.pathKey() });
    },
    onError: async (error) => {
      const { message, data } = error as {
        message: string;
        data?: { code?: string; fields?: Record<string, string> };
      };
      if (data?.code === "CONFLICT" && policy) {
        // the newer generation comes with this, and the note that says so
        await queryClient.invalidateQueries({ queryKey: trpc.policy.get.queryKey({ name: policy.name }) });
      }
      const fields = Object.entries(data?.fields ?? {});
      for (const [path, sentence] of fields)
        draft.form.setError(path as FieldPath<PolicyFormInput>, { message: sentence });
      if (!policy && /^The name .* is taken/.test(message)) draft.form.setError("name", { message });
      else if (fields.length === 0) draft.form.setError("root", { message });
    },
  });
}
