"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useForm, useWatch } from "react-hook-form";
import { z } from "zod";
import { useMay } from "#components/shell/me.tsx";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Section } from "#components/ui/section.tsx";
import { toast } from "#components/ui/toast.tsx";
import { PoolSpec } from "#server/domain/cluster/spec.ts";
import type { ClusterDetail } from "#server/domain/cluster/view.ts";
import { useClusterVerb } from "./use-cluster-verb.ts";

const PoolsFormSchema = z.object({ pools: z.array(PoolSpec.pick({ name: true, maxNodes: true })) });
type PoolsFormSchema = z.infer<typeof PoolsFormSchema>;

const ROLES = {
  green: "for Jobs released into a window",
  fallback: "for Jobs whose latest start came",
} as const;

/** How far each pool may grow. Nodes come and go on demand; this is their bound. */
export function PoolsForm({ cluster }: { cluster: ClusterDetail }) {
  const { name, spec } = cluster;
  const trpc = useTRPC();
  const mayOperate = useMay("operate");
  const { refresh } = useClusterVerb();
  const form = useForm<PoolsFormSchema>({
    resolver: zodResolver(PoolsFormSchema),
    mode: "onChange",
    defaultValues: { pools: spec.pools.map((pool) => ({ name: pool.name, maxNodes: pool.maxNodes })) },
  });
  const scale = useMutation(
    trpc.cluster.scale.mutationOptions({
      onSuccess: async () => {
        toast.done({
          fact: `${name} is scaled.`,
          consequence: "Nodes follow as Jobs ask for them.",
        });
        await refresh();
      },
      // what was typed stays, with the reason under it
      onError: ({ message }) => form.setError("root", { message }),
    }),
  );
  const drafts = useWatch({ control: form.control, name: "pools" });
  const changed = spec.pools.some(({ maxNodes }, index) => drafts[index]?.maxNodes !== maxNodes);
  const { errors } = form.formState;
  if (cluster.provider === "imported") return null;
  return (
    <Section title="Node pools" aside="at most, on demand">
      <form onSubmit={(event) => void form.handleSubmit(({ pools }) => scale.mutate({ name, pools }))(event)}>
        <div className="grid gap-x-10 gap-y-4 touch:grid-cols-2">
          {spec.pools.map((pool, index) => (
            <Field
              key={pool.name}
              label={<span className="mono">{pool.name}</span>}
              was={drafts[index]?.maxNodes !== pool.maxNodes ? pool.maxNodes : undefined}
              error={errors.pools?.[index]?.maxNodes?.message}
              help={helpOf(pool)}
            >
              {(ids) => (
                <div className="max-w-40">
                  <Input
                    inputMode="numeric"
                    unit="nodes"
                    disabled={!mayOperate}
                    {...ids}
                    {...form.register(`pools.${index}.maxNodes`, { setValueAs: toNumber })}
                  />
                </div>
              )}
            </Field>
          ))}
        </div>
        {errors.root && (
          <p role="alert" className="mt-2 text-small text-crimson">
            {errors.root.message}
          </p>
        )}
        {mayOperate ? (
          <div className="mt-3 flex flex-wrap items-center gap-2">
            <Button
              small
              type="submit"
              kind={changed ? "first" : "plain"}
              disabled={!changed}
              busy={scale.isPending}
            >
              Save the pools
            </Button>
            {changed ? (
              <Button small kind="quiet" onClick={() => form.reset()}>
                Discard
              </Button>
            ) : (
              <span className="text-small text-ink-3">Nothing to save.</span>
            )}
          </div>
        ) : (
          <p className="mt-2 text-small text-ink-3">Scaling takes the role operator.</p>
        )}
      </form>
    </Section>
  );
}

const helpOf = ({ role, cpu, memoryGiB, minNodes }: PoolSpec): string =>
  `${ROLES[role]}; ${cpu} vCPU and ${memoryGiB} GiB a node${minNodes ? `, ${minNodes} kept` : ""}`;

/** What is no number stays text, so that the schema's own sentence refuses it. */
const toNumber = (value: unknown): unknown =>
  typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value)) ? Number(value) : value;
