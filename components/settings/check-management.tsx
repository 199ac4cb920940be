"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "#components/shell/me.tsx";
import { type Outputs, useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { PartError } from "#components/ui/note.tsx";
import { QueryPart } from "#components/ui/query-part.tsx";
import { Bar } from "#components/ui/skeleton.tsx";
import { Status } from "#components/ui/status.tsx";
import { KubernetesName } from "#server/domain/policy/spec.ts";

interface CheckManagementProps {
  management: { id: string; name: string };
  onClose: () => void;
}
type Report = Outputs["management"]["check"];

/** What a management cluster has now, and what brings what it lacks. */
export function CheckManagement({ management, onClose }: CheckManagementProps) {
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={`What ${management.name} has`}
      description="Asked now. Nothing is written."
    >
      <CheckReport management={management} onClose={onClose} />
    </Dialog>
  );
}

export function CheckReport({ management: { id, name }, onClose }: CheckManagementProps) {
  const trpc = useTRPC();
  const mayAdminister = useMay("administer");
  const report = useQuery({ ...trpc.management.check.queryOptions({ id }), staleTime: 0 });
  return (
    <div className="mt-3 grid gap-4">
      <QueryPart
        query={report}
        failure={`${name} could not be asked.`}
        loading={<Bar width="80%" className="my-6" />}
      >
        {(data) => (
          <>
            <Checks checks={data.checks} />
            {data.starter && data.classes.length === 0 && mayAdminister && (
              <Starter id={id} onInstalled={() => void report.refetch()} />
            )}
          </>
        )}
      </QueryPart>
      <DialogButtons>
        <Button busy={report.isFetching} onClick={() => void report.refetch()}>
          Check again
        </Button>
        <Button kind="first" onClick={onClose}>
          Close
        </Button>
      </DialogButtons>
    </div>
  );
}

function Checks({ checks }: Pick<Report, "checks">) {
  return (
    <ul aria-label="Checks" className="border-b border-line">
      {checks.map(({ name, title, ok, sentence, command }) => (
        <li key={name} className="grid gap-1.5 border-t border-line py-2.5">
          <Status shape={ok ? "ready" : "failed"} className="font-[550]">
            {title}
            <span className="sr-only">: {ok ? "as it should be" : "missing"}</span>
          </Status>
          <p className="pl-5 break-words text-ink-2">{sentence}</p>
          {command && (
            <div className="grid gap-1.5 pl-5">
              <CodeBlock label={`What mends ${title}`} numbered={false} lines={command.split(/(?<=&&) /)} />
              <div>
                <CopyButton text={command} label="Copy the command" />
              </div>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Machines in memory: a class to try everything with. */
function Starter({ id, onInstalled }: { id: string; onInstalled: () => void }) {
  const trpc = useTRPC();
  const [namespace, setNamespace] = useState("default");
  const error = KubernetesName.safeParse(namespace).error?.issues[0]?.message;
  const install = useMutation(trpc.management.installStarter.mutationOptions({ onSuccess: onInstalled }));
  const refused = install.data?.filter(({ outcome }) => outcome === "refused") ?? [];
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!error) install.mutate({ id, namespace });
      }}
    >
      <Field
        label="A class to try it with"
        help="Its machines are in memory: clusters go through every step and buy nothing. Jobs cannot run there."
        error={error}
      >
        {(ids) => (
          <div className="flex flex-wrap gap-2">
            <div className="min-w-48 flex-1">
              <Input
                mono
                aria-label="Namespace"
                value={namespace}
                onChange={({ target }) => setNamespace(target.value)}
                {...ids}
              />
            </div>
            <Button type="submit" busy={install.isPending} disabled={Boolean(error)}>
              Install it there
            </Button>
          </div>
        )}
      </Field>
      {(install.error || refused.length > 0) && (
        <PartError title="It was not installed.">
          {install.error?.message ?? refused.map(({ kind, why }) => `${kind}: ${why}`).join(" ")}
        </PartError>
      )}
    </form>
  );
}
