"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMe } from "#components/shell/me.tsx";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Note, PartError } from "#components/ui/note.tsx";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { Time } from "#components/ui/time.tsx";
import {
  EXTENT_WORDS,
  extentsOf,
  type AccessExtent,
  type GivenAccess,
} from "#server/domain/cluster/access.ts";
import { DURATIONS, parseNamespaces, secondsOf, warningOf } from "./access.prepare.ts";
import { saveAs } from "./save-as.ts";

/** For how long and how far; then the file, which is given once and kept nowhere. */
export function AccessDialog({ name, close }: { name: string; close: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const give = useMutation(
    trpc.access.give.mutationOptions({
      gcTime: 0, // a secret
      onSuccess: ({ filename, yaml }) => {
        saveAs(filename, yaml);
        void queryClient.invalidateQueries({ queryKey: trpc.access.pathKey() });
      },
    }),
  );
  return (
    <Dialog
      open
      onOpenChange={close}
      title={give.data ? `Your kubeconfig for ${name}` : `Get a kubeconfig for ${name}`}
      description={
        give.data
          ? undefined
          : "A token of your own. It ends by itself, and can be ended before on this cluster's page."
      }
    >
      {give.data ? (
        <Given given={give.data} close={close} />
      ) : (
        <Wish
          busy={give.isPending}
          refusal={give.error?.message}
          close={close}
          ask={(wish) => give.mutate({ name, ...wish })}
        />
      )}
    </Dialog>
  );
}

interface WishProps {
  busy: boolean;
  refusal: string | undefined;
  close: () => void;
  ask: (wish: { extent: AccessExtent; forSeconds: number; namespaces: string[] }) => void;
}

function Wish({ busy, refusal, close, ask }: WishProps) {
  const offered = extentsOf(useMe().role);
  const [hours, setHours] = useState(DURATIONS[0]?.value ?? "1");
  const [extent, setExtent] = useState<AccessExtent>("view");
  const [text, setText] = useState("");
  const parsed = parseNamespaces(text);
  const error = "error" in parsed ? parsed.error : undefined;
  const warning = warningOf(extent, text.trim() === "");
  return (
    <form
      className="mt-4 grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if ("namespaces" in parsed)
          ask({ extent, forSeconds: secondsOf(hours), namespaces: parsed.namespaces });
      }}
    >
      <div className="grid justify-items-start gap-[5px]">
        <span className="font-[550]">For how long</span>
        <Segmented label="For how long" choices={DURATIONS} value={hours} onChange={setHours} />
      </div>
      <RadioGroup
        legend="How far"
        value={extent}
        onChange={setExtent}
        choices={offered.map((each) => ({ value: each, label: each, help: EXTENT_WORDS[each] }))}
      />
      <Field label="Namespaces" help="Such as climate, web. None: the whole cluster." error={error}>
        {(ids) => (
          <Input
            mono
            autoComplete="off"
            value={text}
            onChange={({ target }) => setText(target.value)}
            {...ids}
          />
        )}
      </Field>
      {warning && <Note>{warning}</Note>}
      {refusal && <PartError title="No kubeconfig was given.">{refusal}</PartError>}
      <DialogButtons>
        <Button onClick={close}>Cancel</Button>
        <Button kind="first" type="submit" busy={busy} disabled={error !== undefined}>
          Get it
        </Button>
      </DialogButtons>
    </form>
  );
}

function Given({ given, close }: { given: GivenAccess; close: () => void }) {
  return (
    <div className="mt-3 grid gap-3">
      <p role="status">
        {given.filename} is in your downloads. It ends at <Time at={given.until} />
        {given.shortened ? ": the cluster gives less time than was asked for." : "."}
      </p>
      <CodeBlock
        label="The command"
        numbered={false}
        lines={["kubectl get pods -A \\", `  --kubeconfig ${given.filename}`]}
      />
      <p className="text-small text-ink-3">
        Whoever has the file has this access until then. It is kept nowhere else.
      </p>
      <DialogButtons>
        <Button onClick={() => saveAs(given.filename, given.yaml)}>Download it again</Button>
        <Button kind="first" onClick={close}>
          Close
        </Button>
      </DialogButtons>
    </div>
  );
}
