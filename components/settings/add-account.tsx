"use client";
import { useState } from "react";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/input.tsx";
import { toast } from "#components/ui/toast.tsx";
import { SOURCES } from "#server/domain/carbon/source-config.ts";
import { AccountForm } from "./account-form.tsx";
import { SourceFacts } from "./source-facts.tsx";

const KEYED = SOURCES.filter(({ secrets }) => secrets.length > 0);

/** A key for one of the sources that take one. */
export function AddAccount({ onClose }: { onClose: () => void }) {
  const [source, setSource] = useState<string>("electricity-maps");
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Add an account"
      description="Its key is sealed before it is kept, and never shown again."
    >
      <div className="mt-4 grid gap-4">
        <div className="grid gap-1.5">
          <Field label="Source">
            {(ids) => (
              <Select {...ids} value={source} onChange={({ target }) => setSource(target.value)}>
                {KEYED.map(({ name, title }) => (
                  <option key={name} value={name}>
                    {title}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <SourceFacts source={source} />
        </div>
        <AccountForm
          key={source}
          source={source}
          onCancel={onClose}
          onSaved={() => {
            toast.done({ fact: "The key is kept.", consequence: "Grids can be asked with it now." });
            onClose();
          }}
        />
      </div>
    </Dialog>
  );
}
