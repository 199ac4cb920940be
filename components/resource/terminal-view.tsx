"use client";
import dynamic from "next/dynamic";
import Link from "next/link";
import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input, Select } from "#components/ui/input.tsx";
import { Note, PartError } from "#components/ui/note.tsx";
import { debugCommandFor } from "#server/domain/resource/terminal.ts";
import type { ObjectAccess, ObjectView } from "#server/domain/resource/view.ts";
import type { Target } from "./object-panel.tsx";
import type { Shell } from "./terminal-screen.tsx";

const TerminalScreen = dynamic(
  () => import("./terminal-screen.tsx").then((module) => module.TerminalScreen),
  { ssr: false, loading: () => <p role="status">The terminal is loaded.</p> },
);

interface TerminalViewProps {
  target: Target;
  object: ObjectView;
  access: ObjectAccess | undefined;
}

/** A shell, or any program, in a container of this pod. */
export function TerminalView({ target, object, access }: TerminalViewProps) {
  if (access?.locked)
    return (
      <p className="text-ink-2">
        {target.cluster} is locked: a terminal opens once{" "}
        <Link className="link" href={`/clusters/${target.cluster}`}>
          what would be written into it
        </Link>{" "}
        is reviewed.
      </p>
    );
  if (access?.exec === false)
    return (
      <p className="text-ink-2">
        A terminal needs the role of an operator here, and leave for this console&rsquo;s account to get and
        create pods/exec there.
      </p>
    );
  return <Terminal key={object.uid} target={target} object={object} />;
}

interface Opened {
  id: number;
  shell: Shell;
  state: "opening" | "open" | { why: string | null };
}

function Terminal({ target, object }: Omit<TerminalViewProps, "access">) {
  const [container, setContainer] = useState(object.containers[0] ?? "");
  const [command, setCommand] = useState("");
  const [opened, setOpened] = useState<Opened>();
  const runs = opened !== undefined && typeof opened.state === "string";
  const open = (event: FormEvent) => {
    event.preventDefault();
    const { cluster, namespace, name } = target;
    const shell = { cluster, namespace: namespace ?? "", pod: name, container, command };
    setOpened({ id: (opened?.id ?? 0) + 1, shell, state: "opening" });
  };
  const become = (id: number) => (state: Opened["state"]) =>
    setOpened((now) => (now?.id === id ? { ...now, state } : now));
  return (
    <div className="grid gap-3">
      <form onSubmit={open} className="flex flex-wrap items-end gap-2.5">
        {object.containers.length > 1 && (
          <Field label="Container" className="max-touch:w-full touch:w-48">
            {(field) => (
              <Select
                {...field}
                value={container}
                disabled={runs}
                onChange={(event) => setContainer(event.target.value)}
              >
                {object.containers.map((each) => (
                  <option key={each}>{each}</option>
                ))}
              </Select>
            )}
          </Field>
        )}
        <Field label="Command" className="max-touch:w-full touch:w-64">
          {(field) => (
            <Input
              {...field}
              mono
              placeholder="a shell"
              maxLength={2_000}
              value={command}
              disabled={runs}
              onChange={(event) => setCommand(event.target.value)}
            />
          )}
        </Field>
        {runs ? (
          <Button key="end" onClick={() => setOpened({ ...opened, state: { why: "You ended it." } })}>
            End it
          </Button>
        ) : (
          // an element of its own: in the other's place the click that ended one would also open the next
          <Button key="open" kind="first" type="submit">
            {opened ? "Open another" : "Open a terminal"}
          </Button>
        )}
      </form>
      {opened && <Said opened={opened} simulated={object.simulated} />}
      {opened && (
        <TerminalScreen
          key={opened.id}
          shell={opened.shell}
          over={!runs}
          onOpen={() => become(opened.id)("open")}
          onEnd={(why) => become(opened.id)({ why })}
        />
      )}
    </div>
  );
}

function Said({ opened: { shell, state }, simulated }: { opened: Opened; simulated: boolean }) {
  if (state === "opening") return <p role="status">{shell.container} is asked for a terminal.</p>;
  if (state === "open")
    return (
      <p role="status" className="text-small text-ink-3">
        In {shell.container}. Tab goes to the shell; F6 leaves it. It is kept in the audit log that you opened
        it, not what you type.
      </p>
    );
  if (state.why === null) return <Note>It ended.</Note>;
  const debug = debugCommandFor(state.why, shell);
  return (
    <PartError
      title="The terminal ended."
      code={state.why}
      actions={debug && <CopyButton text={debug} label="Copy the command" />}
    >
      {debug
        ? "The container has no shell. kubectl can put one beside it:"
        : simulated
          ? "Pods of this cluster are simulated: there is nothing in them to run a shell."
          : undefined}
      {debug && <CodeBlock label="The command" numbered={false} lines={[debug]} />}
    </PartError>
  );
}
