"use client";
import { useMutation } from "@tanstack/react-query";
import { Fragment, useState, type ReactNode } from "react";
import { type Outputs, useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { DialogButtons } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Textarea } from "#components/ui/input.tsx";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import { readKubeconfig } from "./read-kubeconfig.ts";

type Inspection = Outputs["cluster"]["inspectKubeconfig"];
export interface ConfirmProps {
  kubeconfig: string;
  /** The one that was chosen. */
  context: Inspection["contexts"][number];
  onBack: () => void;
}
interface KubeconfigStepsProps {
  onClose: () => void;
  /** What is confirmed, and what happens then. */
  children: (props: ConfirmProps) => ReactNode;
}

/** Pasted or uploaded, read, and then whatever is confirmed of the chosen context: nothing is called before. */
export function KubeconfigSteps({ onClose, children }: KubeconfigStepsProps) {
  const trpc = useTRPC();
  const [kubeconfig, setKubeconfig] = useState("");
  const [refusal, setRefusal] = useState<string>();
  const [inspection, setInspection] = useState<Inspection>();
  const inspect = useMutation(
    trpc.cluster.inspectKubeconfig.mutationOptions({
      onSuccess: setInspection,
      onError: ({ message }) => setRefusal(message),
    }),
  );
  const change = (text: string) => {
    setKubeconfig(text);
    setRefusal(undefined);
  };
  const upload = async (file: File | undefined) => {
    if (!file) return;
    const read = await readKubeconfig(file);
    if ("refusal" in read) setRefusal(read.refusal);
    else change(read.text);
  };

  if (inspection)
    return (
      <ContextChoice kubeconfig={kubeconfig} inspection={inspection} onBack={() => setInspection(undefined)}>
        {children}
      </ContextChoice>
    );
  return (
    <form
      className="mt-3 grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (kubeconfig.trim() === "") setRefusal("Paste a kubeconfig, or choose its file.");
        else inspect.mutate({ kubeconfig });
      }}
    >
      <Field
        label="Kubeconfig"
        help="With a token or a client certificate inside. Files, programs and proxies that it points to are refused."
        error={refusal}
      >
        {(ids) => (
          <Textarea
            mono
            rows={11}
            placeholder={"apiVersion: v1\nkind: Config"}
            value={kubeconfig}
            onChange={({ target }) => change(target.value)}
            {...ids}
          />
        )}
      </Field>
      <label className="text-ink-2">
        Or choose its file:{" "}
        <input
          type="file"
          accept=".yaml,.yml,.conf,.config,.json,text/plain,application/yaml"
          className="text-small file:mr-2 file:h-7 file:rounded-2 file:border file:border-solid file:border-control file:bg-transparent file:px-2.5 file:text-small file:font-medium file:text-ink"
          onChange={({ target }) => void upload(target.files?.[0])}
        />
      </label>
      <DialogButtons>
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="first" type="submit" busy={inspect.isPending}>
          Read it
        </Button>
      </DialogButtons>
    </form>
  );
}

interface ContextChoiceProps {
  kubeconfig: string;
  inspection: Inspection;
  onBack: () => void;
  children: (props: ConfirmProps) => ReactNode;
}

/** Which context, where there are several. */
function ContextChoice({ kubeconfig, inspection, onBack, children }: ContextChoiceProps) {
  const [chosen, setChosen] = useState(
    inspection.contexts.length === 1 ? inspection.contexts[0]?.name : undefined,
  );
  const context = inspection.contexts.find(({ name }) => name === chosen);
  return (
    <div className="mt-3 grid gap-4">
      {inspection.contexts.length > 1 && (
        <RadioGroup
          legend="It holds several contexts. Which one?"
          value={chosen ?? ""}
          onChange={setChosen}
          choices={inspection.contexts.map(({ name, server, user }) => ({
            value: name,
            label: name === inspection.current ? `${name}, its current one` : name,
            help: `${server} as ${user}`,
          }))}
        />
      )}
      {context ? (
        <Fragment key={context.name}>{children({ kubeconfig, context, onBack })}</Fragment>
      ) : (
        <DialogButtons>
          <Button onClick={onBack}>Back to the text</Button>
        </DialogButtons>
      )}
    </div>
  );
}
