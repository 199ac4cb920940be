"use client";
import type { Outputs } from "#components/shell/trpc.ts";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import type { MakingProvider } from "#server/domain/cluster/spec.ts";
import { ProviderTag } from "./provider-tag.tsx";

interface ProviderChoiceProps {
  value: MakingProvider;
  onChange: (value: MakingProvider) => void;
  /** Why no local cluster can be made now. */
  obstacle: Outputs["cluster"]["suggest"]["local"];
}

/** What a click makes, each with what of it is real; what cannot be had now is shown with the way to it. */
export function ProviderChoice({ value, onChange, obstacle }: ProviderChoiceProps) {
  return (
    <div className="grid gap-2">
      <RadioGroup
        legend="Provider"
        value={value}
        onChange={onChange}
        choices={[
          {
            value: "sandbox",
            label: <Label title="Sandbox" provider="sandbox" />,
            help: "All of it is simulated inside the worker. Ready in a few seconds.",
          },
          {
            value: "local",
            label: <Label title="Local" provider="local" />,
            help: "A real Kubernetes API on this machine. kwok and Karpenter simulate the nodes, so no container runs. Takes about 700 MB of memory.",
            disabled: obstacle !== undefined,
          },
        ]}
      />
      {obstacle && (
        <div className="grid gap-1.5 pl-[22px] text-small text-ink-2">
          <p>{obstacle.why}</p>
          {obstacle.command && (
            <div className="flex flex-wrap items-center gap-2">
              <CodeBlock label="The command that brings them" numbered={false} lines={[obstacle.command]} />
              <CopyButton text={obstacle.command} label="Copy the command" />
            </div>
          )}
        </div>
      )}
    </div>
  );
}

const Label = ({ title, provider }: { title: string; provider: MakingProvider }) => (
  <>
    {title} <ProviderTag provider={provider} />
  </>
);
