"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "#components/shell/me.tsx";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { PartError } from "#components/ui/note.tsx";
import { Section } from "#components/ui/section.tsx";
import type { ClusterDetail } from "#server/domain/cluster/view.ts";
import { AccessSection } from "./access-section.tsx";
import { saveAs } from "./save-as.ts";

/** The way in by kubectl. The credentials of a real cluster are never sent out; a simulated one gives out no tokens. */
export function KubeconfigSection({ cluster }: { cluster: ClusterDetail }) {
  const { provider, server } = cluster;
  if (!server || cluster.locked) return null;
  return provider === "sandbox" ? <Download cluster={cluster} /> : <AccessSection cluster={cluster} />;
}

function Download({ cluster }: { cluster: ClusterDetail }) {
  const mayOperate = useMay("operate");
  const { busy, refusal, download } = useDownload(cluster.name);
  const command = `kubectl get nodes --kubeconfig ${cluster.name}.kubeconfig`;
  return (
    <Section title="kubectl">
      <CodeBlock
        label="The command"
        numbered={false}
        lines={["kubectl get nodes \\", `  --kubeconfig ${cluster.name}.kubeconfig`]}
      />
      <div className="mt-2.5 flex flex-wrap gap-2">
        <Button small busy={busy} disabled={!mayOperate} onClick={() => void download()}>
          Download the kubeconfig
        </Button>
        <CopyButton text={command} label="Copy the command" />
      </div>
      <p className="mt-2 text-small text-ink-3">
        {mayOperate
          ? "It holds a token: whoever has the file has the cluster."
          : "The kubeconfig takes the role operator."}
      </p>
      {refusal && (
        <PartError className="mt-2" title="The kubeconfig was not given.">
          {refusal}
        </PartError>
      )}
    </Section>
  );
}

function useDownload(name: string) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const download = async () => {
    setBusy(true);
    setRefusal(undefined);
    try {
      // a secret: read for this click and kept in no cache
      const { filename, yaml } = await queryClient.fetchQuery({
        ...trpc.cluster.kubeconfig.queryOptions({ name }),
        staleTime: 0,
        gcTime: 0,
      });
      saveAs(filename, yaml);
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return { busy, refusal, download };
}
