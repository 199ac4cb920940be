"use client";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Section } from "#components/ui/section.tsx";
import type { PolicyDraftState } from "./use-policy-draft.ts";
import { changedFields, yamlLines, yamlText } from "./yaml.prepare.ts";

/** The draft as a cluster would hold it; a changed line is lit and says what it was. */
export function YamlSection({ draft, isNew }: { draft: PolicyDraftState; isNew: boolean }) {
  const inForce = isNew ? undefined : draft.inForce.spec;
  const lines = yamlLines(
    { name: draft.values.name, namespaces: draft.values.namespaces, spec: draft.spec },
    inForce,
  );
  const changed = changedFields(draft.spec, inForce).length;
  return (
    <Section title="YAML" aside={isNew ? undefined : changed ? `${changed} changed` : "same as in force"}>
      <CodeBlock
        yaml
        label="The draft as YAML"
        lines={lines.map(({ key, indent, value, was, removed }) => {
          const text = `${"  ".repeat(indent)}${removed ? "# " : ""}${key}:${value === null ? "" : ` ${value}`}`;
          return removed ? { text: `${text}, removed`, changed: true } : { text, was: was ?? undefined };
        })}
      />
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <CopyButton text={yamlText(lines)} label="Copy the YAML" />
        {draft.values.namespaces.length > 1 && (
          <span className="text-small text-ink-3">
            One such object in each of {draft.values.namespaces.length} namespaces.
          </span>
        )}
      </div>
    </Section>
  );
}
