"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "#components/shell/me.tsx";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button, Buttons } from "#components/ui/button.tsx";
import { PartError } from "#components/ui/note.tsx";
import { Section } from "#components/ui/section.tsx";
import { refusalOf, type AgentInstallation } from "#server/domain/agent/view.ts";
import type { ClusterDetail } from "#server/domain/cluster/view.ts";
import { agentAside, agentSentence } from "./agent.prepare.ts";
import { InstallAgent } from "./install-agent.tsx";
import { RemoveAgent } from "./remove-agent.tsx";

/** Reasons of AgentInstalled for which no click helps. */
const CANNOT: readonly string[] = ["NoJobs", "NotServed"];

/** The agent of a real cluster: without one, nothing waits there. Those of simulated ones run in the worker. */
export function AgentSection({ cluster }: { cluster: ClusterDetail }) {
  const { provider, server, conditions } = cluster;
  const leftOut = conditions.find(({ type, reason }) => type === "AgentInstalled" && CANNOT.includes(reason));
  if (leftOut) {
    return (
      <Section title="Agent" aside="left out">
        <p className="max-w-[72ch] text-ink-2">{leftOut.message}</p>
      </Section>
    );
  }
  const isMade = provider === "cluster-api" && server !== null; // before its first answer there is nobody to ask
  return provider === "imported" || isMade ? <RealAgent cluster={cluster} /> : null;
}

function RealAgent({ cluster }: { cluster: ClusterDetail }) {
  const trpc = useTRPC();
  const agent = useQuery({
    ...trpc.agent.get.queryOptions({ name: cluster.name }),
    refetchInterval: ({ state: { data } }) => (data && data.readyReplicas < data.replicas ? 3_000 : false),
  });
  return (
    <Section title="Agent" aside={agent.isSuccess ? agentAside(agent.data) : undefined}>
      {agent.isError ? (
        <PartError
          title="Whether it has an agent is not known."
          actions={
            <Button small onClick={() => void agent.refetch()}>
              Ask again
            </Button>
          }
        >
          {agent.error.message}
        </PartError>
      ) : (
        <p className="max-w-[72ch] text-ink-2">
          {agent.isSuccess ? agentSentence(agent.data) : "The cluster is asked."}
        </p>
      )}
      {agent.isSuccess && <Verbs cluster={cluster} installed={agent.data} />}
    </Section>
  );
}

function Verbs({ cluster, installed }: { cluster: ClusterDetail; installed: AgentInstallation | null }) {
  const mayOperate = useMay("operate");
  const [open, setOpen] = useState<"install" | "remove">();
  const refusal = installed && refusalOf(installed);
  if (refusal) return null; // the sentence above says by whom
  if (!mayOperate)
    return <p className="mt-2 text-small text-ink-3">Installing and removing it take the role operator.</p>;
  const close = () => setOpen(undefined);
  return (
    <>
      <Buttons className="mt-2.5">
        <Button small onClick={() => setOpen("install")}>
          {installed ? "Upgrade the agent" : "Install the agent"}
        </Button>
        {installed && (
          <Button small onClick={() => setOpen("remove")}>
            Remove the agent
          </Button>
        )}
      </Buttons>
      {open === "install" && <InstallAgent cluster={cluster} installed={installed} close={close} />}
      {open === "remove" && <RemoveAgent cluster={cluster} close={close} />}
    </>
  );
}
