"use client";
import { useDeferredValue, useState } from "react";
import type { Outputs } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { PartError } from "#components/ui/note.tsx";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import { readVersion } from "#server/domain/cluster/cluster-api/version.ts";
import { PreviewPart } from "./preview-part.tsx";
import { useChange, usePreview } from "./use-change.ts";

interface UpgradeDialogProps {
  name: string;
  view: Outputs["cluster"]["upgrades"];
  onClose: () => void;
}

/** A version, the checks before it, and what it would change. */
export function UpgradeDialog({ name, view, onClose }: UpgradeDialogProps) {
  const [version, setVersion] = useState(view.ways[0]?.version ?? "");
  const settled = useDeferredValue(version);
  const known = readVersion(settled) !== undefined;
  const preview = usePreview(name, known ? { kind: "upgrade", version: settled } : undefined);
  const act = useChange(name, { fact: `${name} is on its way to ${version}.`, onDone: onClose });
  const ready = known && settled === version && preview.data?.checks.every(({ ok }) => ok) === true;
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={`Upgrade ${name} from ${view.from}?`}
      description="The control plane first, then each pool: every machine is replaced by a new one. There is no way back."
    >
      <div className="mt-4 grid gap-3">
        <To view={view} version={version} onChange={setVersion} />
        {known && <PreviewPart preview={preview} />}
        {act.error && <PartError title="Nothing was changed.">{act.error.message}</PartError>}
        <DialogButtons>
          <Button onClick={onClose}>Keep {view.from}</Button>
          <Button
            kind="first"
            busy={act.isPending}
            disabled={!ready || preview.isFetching}
            onClick={() =>
              act.mutate({
                name,
                change: { kind: "upgrade", version },
                generation: preview.data?.generation,
              })
            }
          >
            {version ? `Upgrade to ${version}` : "Upgrade"}
          </Button>
        </DialogButtons>
      </div>
    </Dialog>
  );
}

interface ToProps {
  view: UpgradeDialogProps["view"];
  version: string;
  onChange: (version: string) => void;
}

/** Of those that the class lists, or typed where it lists none. */
function To({ view: { ways, typed }, version, onChange }: ToProps) {
  if (typed) {
    const unreadable = version !== "" && readVersion(version) === undefined;
    return (
      <Field
        label="To"
        help={`A patch of this minor, or of ${typed.next}, such as ${typed.next}.0.`}
        error={unreadable ? "Give a version such as v1.36.4." : undefined}
      >
        {(ids) => (
          <Input
            mono
            autoComplete="off"
            value={version}
            onChange={({ target }) => onChange(target.value.trim())}
            {...ids}
          />
        )}
      </Field>
    );
  }
  return (
    <RadioGroup
      legend="To"
      value={version}
      onChange={onChange}
      choices={ways.map(({ version: value, through }) => ({
        value,
        label: <span className="mono">{value}</span>,
        help:
          through.length > 1
            ? `By ${through.slice(0, -1).join(", ")}: every machine is replaced ${through.length} times`
            : "Every machine is replaced once",
      }))}
    />
  );
}
