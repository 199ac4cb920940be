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
export function InstallAgent({ cluster, installed, close }: Props) {
  const { name } = cluster;
  const trpc = useTRPC();
  const { refresh } = useClusterVerb();
  const [image, setImage] = useState(installed?.image ?? "");
  const [dryRun, setDryRun] = useState(installed?.dryRun ?? false);
  const plan = useMutation(trpc.agent.plan.mutationOptions());
  const install = useMutation(trpc.agent.install.mutationOptions({ onSettled: refresh }));
  const failed = install.error ?? plan.error;
  const wish = { name, image: image.trim(), dryRun };
  const change = (act: () => void) => {
    act();
    plan.reset(); // what was shown was for another wish
  };
  return (
    <Dialog
      open
      wide
      onOpenChange={close}
      title={installed ? `Upgrade the agent in ${name}` : `Install the agent in ${name}`}
      description="It lives in the namespace karbonetes-system: two replicas, a webhook that fails open, and the rights it needs."
    >
      {install.isSuccess ? (
        <Done objects={install.data} />
      ) : (
        <div className="mt-4 grid gap-4">
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
                onChange={(event) => change(() => setImage(event.target.value))}
              />
            )}
          </Field>
          <Checkbox
            checked={dryRun}
            onChange={(checked) => change(() => setDryRun(checked))}
            label="Dry run: it decides and records, and touches no Job"
          />
          {plan.isSuccess && <Planned plan={plan.data} />}
        </div>
      )}
      {failed && (
        <PartError className="mt-3" title="Nothing was written.">
          {failed.message}
        </PartError>
      )}
      <DialogButtons>
        <Button onClick={close}>{install.isSuccess ? "Close" : "Cancel"}</Button>
        {!install.isSuccess &&
          (plan.isSuccess ? (
            <Button kind="first" busy={install.isPending} onClick={() => install.mutate(wish)}>
              {installed ? "Upgrade it" : "Install it"}
            </Button>
          ) : (
            <Button
              kind="first"
              busy={plan.isPending}
              disabled={!wish.image}
              onClick={() => plan.mutate(wish)}
            >
              Show what would change
            </Button>
          ))}
      </DialogButtons>
    </Dialog>
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
