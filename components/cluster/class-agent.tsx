"use client";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Section } from "#components/ui/section.tsx";
import type { PartProps } from "./class-form.tsx";

/** Whether the new cluster gets the agent, and from which image. */
export function ClassAgent({ draft, errors, change }: Pick<PartProps, "draft" | "errors" | "change">) {
  return (
    <Section title="Agent">
      <div className="grid gap-3">
        <Checkbox
          checked={draft.installAgent}
          onChange={(installAgent) => change({ installAgent })}
          label="Install the agent"
          help="As a step of creation, once the cluster is available. Without it no Job waits there."
        />
        {draft.installAgent && (
          <Field
            label="Agent image"
            help="With its tag, where the new cluster's nodes can pull it. No public registry holds one yet: docs/install.md says how to build it."
            error={errors["agentImage"]}
          >
            {(ids) => (
              <Input
                mono
                autoComplete="off"
                value={draft.agentImage}
                onChange={({ target }) => change({ agentImage: target.value })}
                {...ids}
              />
            )}
          </Field>
        )}
      </div>
    </Section>
  );
}
