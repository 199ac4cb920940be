"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { Controller, useForm } from "react-hook-form";
import { z } from "zod";
import { type Outputs, useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input, Select } from "#components/ui/input.tsx";
import { PartError } from "#components/ui/note.tsx";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import { Bar } from "#components/ui/skeleton.tsx";
import { ClusterName, ClusterSize, MakingProvider, SIZES } from "#server/domain/cluster/spec.ts";
import { ProviderChoice } from "./provider-choice.tsx";

const CreateClusterForm = z.object({
  name: ClusterName,
  provider: MakingProvider,
  zone: z.string().min(1, { error: "Choose a zone." }),
  size: ClusterSize,
});
type CreateClusterForm = z.infer<typeof CreateClusterForm>;
type Suggestion = Outputs["cluster"]["suggest"];

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Name, provider, zone and size; everything else has a good default. */
export function CreateForm({ open, onOpenChange }: DialogProps) {
  const trpc = useTRPC();
  const suggestion = useQuery({ ...trpc.cluster.suggest.queryOptions(), enabled: open, staleTime: 0 });
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Create a cluster"
      description="It takes a few seconds, runs on this machine and buys nothing."
    >
      {suggestion.error && (
        <PartError className="my-3" title="The defaults could not be read.">
          {suggestion.error.message}
        </PartError>
      )}
      {suggestion.data ? (
        <Form suggestion={suggestion.data} onClose={() => onOpenChange(false)} />
      ) : (
        !suggestion.error && <Bar width="80%" className="my-6" />
      )}
    </Dialog>
  );
}

function Form({ suggestion, onClose }: { suggestion: Suggestion; onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const form = useForm<CreateClusterForm>({
    resolver: zodResolver(CreateClusterForm),
    mode: "onChange",
    defaultValues: {
      name: suggestion.name,
      provider: "sandbox",
      zone: suggestion.zone,
      size: suggestion.size,
    },
  });
  const create = useMutation(
    trpc.cluster.create.mutationOptions({
      onSuccess: ({ name }) => {
        void queryClient.invalidateQueries({ queryKey: trpc.cluster.pathKey() });
        router.push(`/clusters/${encodeURIComponent(name)}`);
      },
      // the refusal stands under the field that can mend it; what was typed stays
      onError: ({ message }) => form.setError("name", { message }),
    }),
  );
  const { errors } = form.formState;
  return (
    <form
      className="mt-3 grid gap-4"
      onSubmit={(event) => void form.handleSubmit((values) => create.mutate(values))(event)}
    >
      <Field label="Name" help="As kubectl and the policies know it." error={errors.name?.message}>
        {(ids) => <Input mono autoComplete="off" {...ids} {...form.register("name")} />}
      </Field>
      <Controller
        control={form.control}
        name="provider"
        render={({ field }) => (
          <ProviderChoice value={field.value} onChange={field.onChange} obstacle={suggestion.local} />
        )}
      />
      <Field label="Zone" help="The grid its Jobs wait for." error={errors.zone?.message}>
        {(ids) => (
          <Select {...ids} {...form.register("zone")}>
            {suggestion.zones.map(({ zone, name }) => (
              <option key={zone} value={zone}>
                {name === zone ? zone : `${zone}, ${name}`}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Controller
        control={form.control}
        name="size"
        render={({ field }) => (
          <RadioGroup
            legend="Size"
            value={field.value}
            onChange={field.onChange}
            choices={ClusterSize.options.map((value) => ({
              value,
              label: SIZES[value].label,
            }))}
          />
        )}
      />
      <DialogButtons>
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="first" type="submit" busy={create.isPending}>
          Create it
        </Button>
      </DialogButtons>
    </form>
  );
}
