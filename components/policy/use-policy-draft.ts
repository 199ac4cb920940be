"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { useForm, type UseFormReturn, useWatch } from "react-hook-form";
import { CarbonPolicySpec } from "#server/domain/policy/spec.ts";
import type { PolicyView } from "#server/domain/policy/view.ts";
import { draftStore } from "./draft-store.ts";
import { changesOf, formOf, PolicyForm, type PolicyFormInput } from "./policy-form.ts";

const KEEP_AFTER_MS = 400;
const nothing = () => undefined;
const subscribe = (listener: () => void) => draftStore.subscribe(listener);

/** The draft, kept in this browser while it differs, and the generation it was begun on. */
export function usePolicyDraft(policy: PolicyView | null, initial: PolicyForm) {
  const id = policy?.id ?? null;
  const inForce = policy ? formOf(policy) : initial;
  const form = useForm<PolicyFormInput, unknown, PolicyForm>({
    resolver: zodResolver(PolicyForm),
    mode: "onChange",
    defaultValues: inForce,
  });
  const values = useWatch({ control: form.control }) as PolicyForm;
  const spec = useLastValid(values.spec, inForce.spec);
  const changed = changesOf(values, inForce).length > 0;
  const restored = useRestoredDraft(id, form);

  useEffect(() => {
    if (!changed) return;
    const timer = setTimeout(() => draftStore.write(id, values), KEEP_AFTER_MS);
    return () => clearTimeout(timer);
  }, [changed, id, values]);

  const startAgain = useCallback(
    (from: PolicyView | null) => {
      draftStore.clear(id);
      form.reset(from ? formOf(from) : initial);
    },
    [form, id, initial],
  );

  // someone saved it while nothing was drafted here: show theirs
  const newer = policy !== null && values.generation !== policy.generation;
  useEffect(() => {
    if (newer && !changed) form.reset(formOf(policy));
  }, [changed, form, newer, policy]);

  return {
    form,
    values,
    /** The last that the schema took: what YAML and forecast are made of. */
    spec,
    inForce,
    changed,
    restoredAt: restored?.at,
    /** Saved by someone else since this draft was begun. */
    conflict: newer && changed,
    startAgain,
    keepMine: () => form.setValue("generation", policy?.generation ?? null),
  };
}
export type PolicyDraftState = ReturnType<typeof usePolicyDraft>;

/** What an earlier visit left behind, put into the form once. The server knows of none. */
function useRestoredDraft(
  id: string | null,
  { reset, trigger }: Pick<UseFormReturn<PolicyFormInput, unknown, PolicyForm>, "reset" | "trigger">,
) {
  const stored = useSyncExternalStore(subscribe, () => draftStore.found(id), nothing);
  useEffect(() => {
    if (!stored) return;
    reset(stored.values, { keepDefaultValues: true });
    void trigger();
  }, [stored, reset, trigger]);
  useEffect(() => () => void draftStore.forget(id), [id]);
  return stored;
}

function useLastValid(candidate: unknown, first: CarbonPolicySpec): CarbonPolicySpec {
  const [last, setLast] = useState(first);
  const parsed = CarbonPolicySpec.safeParse(candidate);
  if (parsed.success && JSON.stringify(parsed.data) !== JSON.stringify(last)) setLast(parsed.data);
  return last;
}
