"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { counted } from "#charts/format.ts";
import { useMay } from "#components/shell/me.tsx";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button, Buttons } from "#components/ui/button.tsx";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";
import { Section } from "#components/ui/section.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { ClusterDetail } from "#server/domain/cluster/view.ts";
import { useClusterVerb } from "./use-cluster-verb.ts";

type Question = "pause" | "release";

/** Two ways to stop waiting: for good until resumed, or once for the Jobs held now. */
export function CarbonSection({ cluster }: { cluster: ClusterDetail }) {
  const { carbonPaused, waitingJobs } = cluster;
  const { word, sentence } = standingOf(cluster);
  const mayOperate = useMay("operate");
  const [question, setQuestion] = useState<Question>();
  const held = waitingJobs === null ? "the held Jobs" : counted(waitingJobs, "held Job");
  const { pause, release } = useCarbonVerbs(cluster, () => setQuestion(undefined));
  return (
    <Section title="Carbon-awareness" aside={word}>
      <p className="max-w-[72ch] text-ink-2">{sentence}</p>
      {mayOperate ? (
        <Buttons className="mt-2.5">
          {carbonPaused ? (
            <Button
              small
              busy={pause.isPending}
              onClick={() => pause.mutate({ name: cluster.name, paused: false })}
            >
              Resume carbon-awareness
            </Button>
          ) : (
            <Button small onClick={() => setQuestion("pause")}>
              Pause carbon-awareness
            </Button>
          )}
          {waitingJobs !== 0 && (waitingJobs !== null || cluster.state === "ready") && (
            <Button small onClick={() => setQuestion("release")}>
              Release {waitingJobs === null ? "all held Jobs" : `all ${held}`} now
            </Button>
          )}
        </Buttons>
      ) : (
        <p className="mt-2 text-small text-ink-3">Pausing and releasing take the role operator.</p>
      )}
      <Dialog
        open={question === "pause"}
        onOpenChange={() => setQuestion(undefined)}
        title={`Pause carbon-awareness on ${cluster.name}?`}
        description={
          waitingJobs === 0
            ? "No Job is held now. Later ones start at once until it is resumed."
            : `${capital(held)} ${waitingJobs === 1 ? "starts" : "start"} at once, whatever the grid; later ones too, until it is resumed.`
        }
      >
        <DialogButtons>
          <Button onClick={() => setQuestion(undefined)}>Keep it on</Button>
          <Button
            kind="first"
            busy={pause.isPending}
            onClick={() => pause.mutate({ name: cluster.name, paused: true })}
          >
            Pause it
          </Button>
        </DialogButtons>
      </Dialog>
      <Dialog
        open={question === "release"}
        onOpenChange={() => setQuestion(undefined)}
        title={`Release ${held} now?`}
        description={`They start at once, whatever the grid. Jobs submitted later wait as before.`}
      >
        <DialogButtons>
          <Button onClick={() => setQuestion(undefined)}>Let them wait</Button>
          <Button
            kind="first"
            busy={release.isPending}
            onClick={() => release.mutate({ name: cluster.name })}
          >
            Release them
          </Button>
        </DialogButtons>
      </Dialog>
    </Section>
  );
}

function standingOf({ carbonPaused, carbonDryRun }: ClusterDetail): { word: string; sentence: string } {
  if (carbonPaused) {
    const sentence = "It is paused: every Job starts as soon as it is submitted, whatever the grid.";
    return { word: "paused", sentence };
  }
  if (carbonDryRun) {
    const sentence =
      "The dry run below holds no Job. Pausing has every Job decided to start at once as well.";
    return { word: "dry run", sentence };
  }
  const sentence =
    "Jobs that ask for it wait for a better hour. Pausing starts the held ones at once, and later ones too, until it is resumed.";
  return { word: "on", sentence };
}

function useCarbonVerbs({ name }: ClusterDetail, close: () => void) {
  const trpc = useTRPC();
  const { refresh, refused } = useClusterVerb();
  const pause = useMutation(
    trpc.cluster.setCarbonPaused.mutationOptions({
      onSuccess: async (_, { paused }) => {
        close();
        toast.done(
          paused
            ? { fact: `Carbon-awareness is paused on ${name}.`, consequence: "Its Jobs start at once." }
            : {
                fact: `Carbon-awareness is on again on ${name}.`,
                consequence: "Jobs submitted from now on may wait.",
              },
        );
        await refresh();
      },
      onError: refused("Nothing was changed."),
    }),
  );
  const release = useMutation(
    trpc.cluster.releaseAll.mutationOptions({
      onSuccess: async ({ released }) => {
        close();
        toast.done({
          fact: released === 0 ? "No Job was held any more." : `${counted(released, "Job")} released.`,
          consequence: released === 0 ? "" : `${name} starts ${released === 1 ? "it" : "them"} now.`,
        });
        await refresh();
      },
      onError: refused("No Job was released."),
    }),
  );
  return { pause, release };
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
