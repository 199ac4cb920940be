"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { type Outputs, useTRPC } from "#components/shell/trpc.ts";
import { Button, Buttons } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/input.tsx";
import { PartError } from "#components/ui/note.tsx";
import { regionFieldOf } from "#server/domain/cluster/cluster-api/region-field.ts";
import type { ClusterClassView } from "#server/domain/cluster/cluster-api/management.ts";
import { draftOf, readDraft, type ClassDraft, type DraftErrors } from "./class-draft.ts";
import { ClassAgent } from "./class-agent.tsx";
import { ClassFields } from "./class-fields.tsx";
import { ClassPools } from "./class-pools.tsx";
import { ClassPreview } from "./class-preview.tsx";
import { ClassRegions } from "./class-regions.tsx";
import { ClassVariables } from "./class-variables.tsx";

type Suggestion = Outputs["cluster"]["suggest"];
interface ClassFormProps {
  managementId: string;
  classes: readonly ClusterClassView[];
  suggestion: Suggestion;
}
export interface PartProps {
  draft: ClassDraft;
  errors: DraftErrors;
  change: (part: Partial<ClassDraft>) => void;
  chosen: ClusterClassView;
}

const keyOf = ({ name, namespace }: ClusterClassView): string => `${namespace}/${name}`;

/** Which class; the form below it is that class's own. */
export function ClassForm({ managementId, classes, suggestion }: ClassFormProps) {
  const [picked, setPicked] = useState<string>();
  const chosen = classes.find((each) => keyOf(each) === picked) ?? classes[0];
  if (!chosen) return null;
  return (
    <>
      <Field label="Class" help="What a cluster of it is made of: a ClusterClass of the management cluster.">
        {(ids) => (
          <Select value={keyOf(chosen)} onChange={({ target }) => setPicked(target.value)} {...ids}>
            {classes.map((each) => (
              <option key={keyOf(each)} value={keyOf(each)}>
                {keyOf(each)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Form key={keyOf(chosen)} managementId={managementId} chosen={chosen} suggestion={suggestion} />
    </>
  );
}

function Form({
  managementId,
  chosen,
  suggestion,
}: Omit<ClassFormProps, "classes"> & { chosen: ClusterClassView }) {
  const region = regionFieldOf(chosen);
  // where there are regions, the zone goes by one of them: none is taken before a person chose
  const [draft, setDraft] = useState(() =>
    draftOf(chosen, { ...suggestion, zone: region ? "" : suggestion.zone }),
  );
  const [shown, setShown] = useState(false);
  const { create, preview } = useVerbs();
  const { wish, errors } = readDraft(draft, managementId, chosen);
  const part: PartProps = {
    draft,
    errors: shown ? errors : {},
    change: (some) => setDraft((before) => ({ ...before, ...some })),
    chosen,
  };
  const withWish = (act: (found: NonNullable<typeof wish>) => void) => () => {
    setShown(true);
    if (wish) act(wish);
  };
  return (
    <>
      {/* outside the form: it has a dialog of its own */}
      {region && <ClassRegions {...part} field={region} />}
      <form
        noValidate
        className="grid gap-6"
        onSubmit={(event) => {
          event.preventDefault();
          withWish((found) => create.mutate(found))();
        }}
      >
        <ClassFields {...part} zones={suggestion.zones} />
        <ClassPools {...part} managementId={managementId} />
        <ClassVariables {...part} />
        <ClassAgent {...part} />
        {shown && !wish && (
          <p role="alert" className="text-crimson">
            {Object.keys(errors).length === 1
              ? "One field needs"
              : `${Object.keys(errors).length} fields need`}{" "}
            a look above.
          </p>
        )}
        {create.error && <PartError title="No cluster was created.">{create.error.message}</PartError>}
        {preview.error && <PartError title="It would be refused.">{preview.error.message}</PartError>}
        <Buttons>
          <Button kind="first" type="submit" busy={create.isPending}>
            Create it
          </Button>
          <Button busy={preview.isPending} onClick={withWish((found) => preview.mutate(found))}>
            Show what would be written
          </Button>
        </Buttons>
        {preview.data && <ClassPreview {...preview.data} onClose={preview.reset} />}
      </form>
    </>
  );
}

function useVerbs() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const create = useMutation(
    trpc.cluster.createFromClass.mutationOptions({
      onSuccess: ({ name }) => {
        void queryClient.invalidateQueries({ queryKey: trpc.cluster.pathKey() });
        router.push(`/clusters/${encodeURIComponent(name)}`);
      },
    }),
  );
  const preview = useMutation(trpc.cluster.previewFromClass.mutationOptions());
  return { create, preview };
}
