"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { counted } from "#charts/format.ts";
import { useMay } from "#components/shell/me.tsx";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/input.tsx";
import { Popover } from "#components/ui/menu.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { toast } from "#components/ui/toast.tsx";

const COUNTS = ["1", "5", "20", "100"] as const;

/** Batch Jobs to watch, where nodes are simulated only. */
export function SampleJobs({ first }: { first?: boolean }) {
  const trpc = useTRPC();
  const mayOperate = useMay("operate");
  const clusters = useQuery(trpc.cluster.list.queryOptions());
  const ready = clusters.data?.filter(({ simulated, state }) => simulated && state === "ready") ?? [];
  if (!mayOperate || clusters.data === undefined) return null;
  if (!clusters.data.some(({ simulated }) => simulated)) return null;
  const [only] = ready;
  const sandboxes = clusters.data.every(({ provider }) => provider !== "local");
  const noun = sandboxes ? "sandbox" : "simulated cluster";
  const label = `Sample Jobs for the ${noun}`;
  if (!only)
    return (
      <div className="grid justify-items-end gap-1">
        <Button disabled>{label}</Button>
        <p className="text-small text-ink-3">{`No ${noun} is ready yet.`}</p>
      </div>
    );
  return (
    <Popover label="Sample Jobs" trigger={<Button kind={first ? "first" : "plain"}>{label}</Button>}>
      <Choice names={ready.map(({ name }) => name)} initial={only.name} />
    </Popover>
  );
}

function Choice({ names, initial }: { names: readonly string[]; initial: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [cluster, setCluster] = useState(initial);
  const [count, setCount] = useState<(typeof COUNTS)[number]>("5");
  const submit = useMutation(
    trpc.workload.samples.mutationOptions({
      onSuccess: async ({ created }) => {
        toast.done({
          fact: `${counted(created, "sample Job")} submitted to ${cluster}.`,
          consequence: "They wait for a better hour where one is ahead. Nothing real runs.",
        });
        await queryClient.invalidateQueries({ queryKey: trpc.workload.pathKey() });
      },
      onError: ({ message }) => toast.failed({ fact: "No sample Job was submitted.", consequence: message }),
    }),
  );
  return (
    <div className="grid w-64 gap-3">
      {names.length > 1 && (
        <Field label="Cluster">
          {(ids) => (
            <Select {...ids} value={cluster} onChange={({ target }) => setCluster(target.value)}>
              {names.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <Segmented
        label="How many"
        value={count}
        onChange={setCount}
        choices={COUNTS.map((value) => ({ value, label: value }))}
      />
      <p className="text-small text-ink-3">
        Batch Jobs of several sizes and lengths, simulated like their cluster.
      </p>
      <Button
        kind="first"
        busy={submit.isPending}
        onClick={() => submit.mutate({ cluster, count: Number(count) })}
      >
        {`Submit ${count === "1" ? "1 Job" : `${count} Jobs`}`}
      </Button>
    </div>
  );
}
