"use client";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Section } from "#components/ui/section.tsx";
import { jobManifest, SUBMIT_COMMAND } from "./manifest.ts";

/** How a Job asks to be carbon-aware: one annotation. */
export function SubmitHint() {
  const manifest = jobManifest();
  return (
    <details className="mt-12">
      <summary className="text-ink-2">Submit a Job of your own with kubectl</summary>
      <Section title="job.yaml" className="mt-4 max-w-[560px]" aside="one annotation makes it carbon-aware">
        <CodeBlock yaml label="A Job as YAML" lines={manifest.trimEnd().split("\n")} />
        <div className="mt-2.5 flex flex-wrap items-center gap-2">
          <CopyButton text={manifest} label="Copy the YAML" />
          <CopyButton text={SUBMIT_COMMAND} label="Copy the command" />
          <code className="text-small text-ink-2">{SUBMIT_COMMAND}</code>
        </div>
      </Section>
    </details>
  );
}
