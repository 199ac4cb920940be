"use client";
import { useState } from "react";
import { FormProvider } from "react-hook-form";
import { useMay } from "#components/shell/me.tsx";
import { PageHead } from "#components/ui/section.tsx";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import type { ClusterSummary } from "#server/domain/cluster/view.ts";
import type { PolicyView } from "#server/domain/policy/view.ts";
import { DraftNotes } from "./draft-notes.tsx";
import { DryRunSection } from "./dry-run-section.tsx";
import { LeaveGuard } from "./leave-guard.tsx";
import { PolicyFields } from "./policy-fields.tsx";
import { PolicyVerbs } from "./policy-verbs.tsx";
import { RolloutSection } from "./rollout-section.tsx";
import { SaveBar } from "./save-bar.tsx";
import { SavedSection } from "./saved-section.tsx";
import { useDraftZone } from "./use-draft-zone.ts";
import { usePolicyDraft } from "./use-policy-draft.ts";
import { useSavePolicy } from "./use-save-policy.ts";
import { WhatNowSection } from "./what-now-section.tsx";
import { YamlSection } from "./yaml-section.tsx";
import { EMPTY_POLICY } from "./policy-form.ts";

interface PolicyEditorProps {
  /** null: a new one */
  policy: PolicyView | null;
  /** undefined: could not be read */
  clusters: readonly ClusterSummary[] | undefined;
  zones: readonly ZoneView[];
}

/** The form, the YAML it makes, what it does now and would have saved: views of one draft. */
export function PolicyEditor({ policy, clusters, zones }: PolicyEditorProps) {
  const leaving = Boolean(policy?.deletionRequestedAt);
  const mayOperate = useMay("operate") && !leaving;
  // a new policy begins where it is most likely wanted; the choice is made once, lest the draft move by itself
  const [initial] = useState(() => ({ ...EMPTY_POLICY, clusterIds: clusters?.map(({ id }) => id) ?? [] }));
  const draft = usePolicyDraft(policy, initial);
  const grid = useDraftZone(draft, clusters, zones);
  const save = useSavePolicy(policy, draft);
  const submit = draft.form.handleSubmit((values) => save.mutate(values));
  const dirty = draft.changed || policy === null;
  return (
    <FormProvider {...draft.form}>
      <PageHead
        title={policy?.name ?? "A new policy"}
        lead={leadOf(policy, draft.changed)}
        actions={policy && mayOperate ? <PolicyVerbs policy={policy} drafting={draft.changed} /> : undefined}
      />
      <DraftNotes draft={draft} policy={policy} />
      <div className="grid items-start gap-x-10 gap-y-8 touch:grid-cols-[320px_minmax(0,1fr)] wide:grid-cols-[324px_312px_minmax(0,1fr)] wide:grid-rows-[auto_1fr]">
        <form
          aria-label="Policy"
          className="wide:row-span-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (mayOperate) void submit();
          }}
        >
          <fieldset disabled={!mayOperate} className="min-w-0">
            <PolicyFields draft={draft} policy={policy} clusters={clusters} zones={zones} />
          </fieldset>
        </form>
        <div className="grid min-w-0 gap-7 touch:max-wide:col-start-1 wide:row-span-2">
          <YamlSection draft={draft} isNew={policy === null} />
          {policy && <InForce policy={policy} />}
        </div>
        <div className="min-w-0 touch:max-wide:sticky touch:max-wide:top-[72px] touch:max-wide:col-start-2 touch:max-wide:row-span-2 touch:max-wide:row-start-1">
          <WhatNowSection draft={draft} isNew={policy === null} grid={grid} />
        </div>
        <div className="min-w-0 touch:max-wide:col-span-2 wide:col-start-3">
          <SavedSection draft={draft} isNew={policy === null} grid={grid} />
        </div>
      </div>
      {mayOperate ? (
        <SaveBar
          draft={draft}
          policy={policy}
          clusters={clusters}
          dirty={dirty}
          saving={save.isPending}
          onSave={() => void submit()}
        />
      ) : (
        <ReadOnly leaving={leaving} />
      )}
      <LeaveGuard active={mayOperate && draft.changed && !save.isSuccess} />
    </FormProvider>
  );
}

const InForce = ({ policy }: { policy: PolicyView }) => (
  <>
    <RolloutSection policy={policy} />
    <DryRunSection policy={policy} />
  </>
);

function ReadOnly({ leaving }: { leaving: boolean }) {
  return (
    <p className="mt-9 border-t border-line-2 pt-3 text-ink-3">
      {leaving
        ? "It is being deleted; nothing in it can be changed."
        : "Editing a policy takes the role operator. Yours is viewer."}
    </p>
  );
}

function forceOf({ enabled, dryRun }: PolicyView["spec"]): string {
  if (!enabled) return "switched off";
  return dryRun ? "in a dry run" : "in force";
}

function leadOf(policy: PolicyView | null, drafting: boolean): string {
  if (!policy) return "It holds on the clusters you choose as soon as it is saved.";
  if (policy.deletionRequestedAt)
    return "It is being taken back from its clusters, and goes once each has given it back.";
  const count = policy.clusterIds.length;
  const where = count === 0 ? "on no cluster" : count === 1 ? "on 1 cluster" : `on ${count} clusters`;
  return `Generation ${policy.generation}, ${forceOf(policy.spec)} ${where}.${drafting ? " You are editing a draft." : ""}`;
}
