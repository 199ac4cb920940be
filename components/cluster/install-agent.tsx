"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { PartError } from "#components/ui/note.tsx";
import type { AgentInstallation, AgentPlan, AppliedObject } from "#server/domain/agent/view.ts";
import type { ClusterDetail } from "#server/domain/cluster/view.ts";
import { AgentObjects } from "./agent-objects.tsx";
import { CHANGE_WORDS, outcomeSentence, planSentence } from "./agent.prepare.ts";
import { useClusterVerb } from "./use-cluster-verb.ts";

interface Props {
  cluster: ClusterDetail;
  installed: AgentInstallation | null;
  close: () => void;
}

/** Three steps in one window: which image, what would change, what was done. */
export function InstallAgent({ cluster: { name }, installed, close }: Props) {
  const [verb] = useState(installed ? "Upgrade" : "Install"); // what was begun keeps its name when it is done
  const wish = useWish(name, installed);
  return (
    <Dialog
      open
      wide
      onOpenChange={close}
      title={`${verb} the agent in ${name}`}
      description="It lives in the namespace karbonetes-system: two replicas, a webhook that fails open, and the rights it needs."
    >
      {wish.done ? <Done objects={wish.done} /> : <WishForm wish={wish} />}
      {wish.failed && (
        <PartError
          className="mt-3"
          title={wish.planned ? "Not all of it was written." : "Nothing was written."}
        >
          {wish.failed.message}
        </PartError>
      )}
      <DialogButtons>
        <Button onClick={close}>{wish.done ? "Close" : "Cancel"}</Button>
        {!wish.done && <NextButton wish={wish} verb={verb} />}
      </DialogButtons>
    </Dialog>
  );
}

type Wish = ReturnType<typeof useWish>;

function useWish(name: string, installed: AgentInstallation | null) {
  const trpc = useTRPC();
  const { refresh } = useClusterVerb();
  const [image, setImage] = useState(installed?.image ?? "");
  const [dryRun, setDryRun] = useState(installed?.dryRun ?? false);
  const plan = useMutation(trpc.agent.plan.mutationOptions());
  const install = useMutation(trpc.agent.install.mutationOptions({ onSettled: refresh }));
  const asked = { name, image: image.trim(), dryRun };
  return {
    image,
    dryRun,
    // what was shown was for another wish
    setImage: (next: string) => (plan.reset(), setImage(next)),
    setDryRun: (next: boolean) => (plan.reset(), setDryRun(next)),
    planned: plan.data,
    done: install.data,
    failed: install.error ?? plan.error,
    busy: plan.isPending || install.isPending,
    showPlan: () => plan.mutate(asked),
    install: () => install.mutate(asked),
  };
}

function WishForm({ wish }: { wish: Wish }) {
  return (
    <div className="mt-4 grid gap-4">
      <ImageField image={wish.image} onChange={wish.setImage} />
      <Checkbox
        checked={wish.dryRun}
        onChange={wish.setDryRun}
        label="Dry run: it decides and records, and touches no Job"
      />
      {wish.planned && <Planned plan={wish.planned} />}
    </div>
  );
}

function NextButton({ wish, verb }: { wish: Wish; verb: string }) {
  return wish.planned ? (
    <Button kind="first" busy={wish.busy} onClick={wish.install}>
      {verb} it
    </Button>
  ) : (
    <Button kind="first" busy={wish.busy} disabled={wish.image.trim() === ""} onClick={wish.showPlan}>
      Show what would change
    </Button>
  );
}

export function ImageField({ image, onChange }: { image: string; onChange: (image: string) => void }) {
  return (
    <Field
      label="Image"
      help="With its tag. No registry holds one yet: build it by deploy/docker/Dockerfile, as docs/install.md says."
    >
      {(ids) => (
        <Input
          {...ids}
          mono
          value={image}
          placeholder="registry.example.org/karbonetes/agent:0.1.0"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

function Planned({ plan: { objects } }: { plan: AgentPlan }) {
  return (
    <div role="status">
      <p>{planSentence(objects)}</p>
      <AgentObjects
        caption="What would change"
        lines={objects.map(({ kind, name, change, fields }) => ({
          kind,
          name,
          word: CHANGE_WORDS[change],
          note: fields.join(", "),
        }))}
      />
    </div>
  );
}

export function Done({ objects }: { objects: readonly AppliedObject[] }) {
  return (
    <div role="status" className="mt-4">
      <p>{outcomeSentence(objects)}</p>
      <AgentObjects
        caption="What was done"
        lines={objects.map(({ kind, name, outcome, why }) => ({
          kind,
          name,
          word: outcome,
          note: why,
          failed: outcome === "refused",
        }))}
      />
    </div>
  );
}
