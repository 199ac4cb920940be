"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "#components/shell/trpc.ts";
import { toast } from "#components/ui/toast.tsx";
import type { EditOutcome, ObjectView } from "#server/domain/resource/view.ts";
import type { Target } from "./object-panel.tsx";

/** The text being changed, what was said of it last, and the ways on. */
export function useEdit(target: Target, object: ObjectView, onDone: () => void) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [base] = useState(object.editable); // the object is read again meanwhile; what was typed is against this
  const [text, setText] = useState(base);
  const [overwrite, setOverwrite] = useState(false);
  const [outcome, setOutcome] = useState<EditOutcome>();
  const review = useMutation(trpc.resource.review.mutationOptions({ onSuccess: setOutcome }));
  const apply = useMutation(
    trpc.resource.edit.mutationOptions({
      onSuccess: async (done) => {
        setOutcome(done);
        if (done.kind !== "changed") return;
        toast.done({ fact: `${object.name} is changed`, consequence: fieldsOf(done.changes.length) });
        await queryClient.invalidateQueries({ queryKey: trpc.resource.pathKey() });
        onDone();
      },
    }),
  );
  const failed = review.error ?? apply.error;
  const wish = { ...target, base, edited: text };
  const ask = (over: boolean) => {
    setOverwrite(over);
    apply.reset();
    review.mutate({ ...wish, overwrite: over });
  };
  return {
    text,
    setText: (next: string) => {
      setText(next);
      setOutcome(undefined);
    },
    dirty: text !== base,
    outcome,
    error: failed ? { message: failed.message, code: failed.data?.code } : undefined,
    busy: review.isPending || apply.isPending,
    review: () => ask(false),
    reviewOverwriting: () => ask(true),
    apply: () => apply.mutate({ ...wish, overwrite }),
    back: () => {
      setOutcome(undefined);
      apply.reset();
    },
  };
}
export type EditState = ReturnType<typeof useEdit>;

const fieldsOf = (count: number) =>
  count === 1 ? "1 field is another now." : `${count} fields are others now.`;
