"use client";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import type { ObjectView } from "#server/domain/resource/view.ts";

/** All of it but managedFields. */
export function YamlView({ object: { name, yaml } }: { object: Pick<ObjectView, "name" | "yaml"> }) {
  return (
    <>
      <CodeBlock yaml label={`${name} as YAML`} lines={yaml.trimEnd().split("\n")} />
      <div className="mt-2">
        <CopyButton text={yaml} label="Copy the YAML" />
      </div>
    </>
  );
}
