"use client";
import { useState } from "react";
import { useController, useFormContext } from "react-hook-form";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import { namespacesOf, type PolicyFormInput } from "./policy-form.ts";
import type { PolicyDraftState } from "./use-policy-draft.ts";

type Reach = "all" | "some";

/** Every namespace, or those that are named. */
export function NamespacesField({ draft, isNew }: { draft: PolicyDraftState; isNew: boolean }) {
  const { control } = useFormContext<PolicyFormInput>();
  const { field } = useController({ control, name: "namespaces" });
  const [choice, setChoice] = useState<Reach>();
  const reach = choice ?? (field.value.length > 0 ? "some" : "all");
  return (
    <div className="grid gap-1">
      <RadioGroup<Reach>
        legend="In"
        was={isNew ? undefined : wasOf(draft.inForce.namespaces, field.value)}
        value={reach}
        onChange={(next) => {
          setChoice(next);
          if (next === "all") field.onChange([]);
        }}
        choices={[
          {
            value: "all",
            label: "Every namespace",
            help: "The cluster's default: a namespace's own policy goes before it",
          },
          { value: "some", label: "These namespaces only" },
        ]}
      />
      {reach === "some" && <NamesInput />}
    </div>
  );
}

const wasOf = (before: readonly string[], now: readonly string[]): string | undefined =>
  before.join() === now.join() ? undefined : before.join(", ") || "every namespace";

function NamesInput() {
  const { control, formState } = useFormContext<PolicyFormInput>();
  const { field } = useController({ control, name: "namespaces" });
  const [text, setText] = useState(field.value.join(", "));
  // a draft that came back, or was discarded, brings its own names
  if (field.value.join() !== namespacesOf(text).join()) setText(field.value.join(", "));
  const problem = formState.errors.namespaces;
  const wrong = Array.isArray(problem) ? problem.findIndex(Boolean) : -1;
  const error =
    wrong >= 0 ? `${field.value[wrong] ?? ""}: ${problem?.[wrong]?.message ?? ""}` : problem?.message;
  return (
    <Field
      label={<span className="sr-only">Namespaces</span>}
      help={
        field.value.length === 0
          ? "With none named it holds in every namespace."
          : "Separated by commas or spaces."
      }
      error={error}
    >
      {(ids) => (
        <Input
          mono
          placeholder="training, climate"
          {...ids}
          value={text}
          onChange={({ target }) => {
            setText(target.value);
            field.onChange(namespacesOf(target.value));
          }}
        />
      )}
    </Field>
  );
}
