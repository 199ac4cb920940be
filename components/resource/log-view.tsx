"use client";
import { useState } from "react";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Input, Select } from "#components/ui/input.tsx";
import { PartError } from "#components/ui/note.tsx";
import type { ObjectAccess, ObjectView } from "#server/domain/resource/view.ts";
import {
  containersOf,
  type LogState,
  logSentence,
  podsOf,
  textOfLines,
  waitingSentence,
} from "./log.prepare.ts";
import { LogLines } from "./log-lines.tsx";
import type { Target } from "./object-panel.tsx";
import { type LogChoice, useLog } from "./use-log.ts";

interface LogViewProps {
  target: Target;
  object: ObjectView;
  access: ObjectAccess | undefined;
}

/** What one pod, or every pod of a workload, writes. */
export function LogView({ target, object, access }: LogViewProps) {
  if (access?.logs === false)
    return <p className="text-ink-2">The account that this console has there may not read logs.</p>;
  return <Log target={target} object={object} />;
}

function Log({ target, object }: { target: Target; object: ObjectView }) {
  const [choice, setChoice] = useState<LogChoice>({ pod: "", container: "", follow: true, previous: false });
  const [text, setText] = useState("");
  const log = useLog(target, choice);
  const [all, setAll] = useState<Pick<LogState, "sources">>(log);
  // of one pod chosen, the others are still to be chosen from
  if (choice.pod === "" && choice.container === "" && log.sources !== all.sources) setAll(log);
  const wanted = text.toLowerCase();
  const shown =
    wanted === "" ? log.lines : log.lines.filter((line) => line.text.toLowerCase().includes(wanted));
  const change = (part: Partial<LogChoice>) => setChoice({ ...choice, ...part });
  return (
    <div data-testid="logs">
      <div className="mb-3 flex flex-wrap items-center gap-2.5">
        <Choice
          label="Pod"
          all="All pods"
          value={choice.pod}
          of={podsOf(all)}
          onChange={(pod) => change({ pod })}
        />
        <Choice
          label="Container"
          all="All containers"
          value={choice.container}
          of={containersOf(all)}
          onChange={(container) => change({ container })}
        />
        <search className="max-touch:w-full touch:w-44">
          <Input
            type="search"
            aria-label="Line contains"
            placeholder="Line contains"
            value={text}
            className="touch:h-[30px]"
            onChange={({ target: { value } }) => setText(value)}
          />
        </search>
        <Checkbox
          label="Before the last restart"
          checked={choice.previous}
          onChange={(previous) => change({ previous })}
        />
      </div>
      <Failures log={log} simulated={object.simulated} />
      <p role="status" className="mb-2 text-small text-ink-3">
        {log.sources.length === 0 && !log.failed
          ? log.over
            ? "It has no pods now."
            : "Its pods are asked."
          : logSentence(log, shown.length, choice.follow)}
      </p>
      <Waiting log={log} />
      {shown.length > 0 && (
        <>
          <LogLines lines={shown} many={log.sources.length > 1} />
          <div className="mt-2">
            <CopyButton text={textOfLines(shown)} label="Copy these lines" />
          </div>
        </>
      )}
    </div>
  );
}

interface ChoiceProps {
  label: string;
  all: string;
  value: string;
  of: readonly string[];
  onChange: (value: string) => void;
}
/** No choice where there is but one. */
function Choice({ label, all, value, of, onChange }: ChoiceProps) {
  if (of.length < 2 && value === "") return null;
  return (
    <div className="max-touch:w-full touch:w-56">
      <Select
        aria-label={label}
        value={value}
        className="touch:h-[30px]"
        onChange={({ target }) => onChange(target.value)}
      >
        <option value="">{all}</option>
        {of.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </Select>
    </div>
  );
}

/** What has not started is no failure; its lines come once it has. */
function Waiting({ log }: { log: LogState }) {
  const sentence = waitingSentence(log);
  return sentence && <p className="mb-2 text-small [overflow-wrap:anywhere] text-ink-3">{sentence}</p>;
}

function Failures({ log, simulated }: { log: LogState; simulated: boolean }) {
  const failures = log.failed ? [log.failed] : log.failures;
  if (failures.length === 0) return null;
  return (
    <PartError
      className="mb-3"
      title={log.lines.length > 0 ? "Not every log could be read." : "No log could be read."}
      code={failures.join(" ")}
    >
      {simulated ? "Pods of this cluster are simulated: they run nothing, and write nothing." : undefined}
    </PartError>
  );
}
