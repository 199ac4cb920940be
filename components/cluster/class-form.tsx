"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { LeaveGuard } from "#components/policy/leave-guard.tsx";
import { type Outputs, useTRPC } from "#components/shell/trpc.ts";
import { Button, Buttons } from "#components/ui/button.tsx";
import { PartError } from "#components/ui/note.tsx";
import { regionFieldOf } from "#server/domain/cluster/cluster-api/region-field.ts";
import type { ClusterClassView } from "#server/domain/cluster/cluster-api/management.ts";
import {
  draftOn,
  hasTyped,
  readDraft,
  withTyped,
  type ClassDraft,
  type DraftErrors,
  type TypedDraft,
} from "./class-draft.ts";
import { ClassAgent } from "./class-agent.tsx";
import { ClassChoice, type LookAgain } from "./class-choice.tsx";
import { ClassFields } from "./class-fields.tsx";
import { ClassPools } from "./class-pools.tsx";
import { ClassPreview } from "./class-preview.tsx";
import { ClassRegions } from "./class-regions.tsx";
import { ClassVariables } from "./class-variables.tsx";
import { isUsable, keyOf } from "./offered-classes.prepare.ts";

type Suggestion = Outputs["cluster"]["suggest"];
interface ClassFormProps {
  managementId: string;
  /** At least one that can be used, or could when the draft was begun. */
  classes: readonly ClusterClassView[];
  suggestion: Suggestion;
  typed: TypedDraft;
  onType: (change: (before: TypedDraft) => TypedDraft) => void;
  again: LookAgain;
}
export interface PartProps {
  draft: ClassDraft;
  errors: DraftErrors;
  change: (part: Partial<ClassDraft>) => void;
  chosen: ClusterClassView;
}

/** Which class; the form below it is that class's own, and what was typed for any class goes from one to the next. */
export function ClassForm({ classes, again, ...rest }: ClassFormProps) {
  const [first] = useState(() => classes.find(isUsable) ?? classes[0]); // it stays chosen should it break
  const [picked, setPicked] = useState<string>();
  const chosen = classes.find((each) => keyOf(each) === (picked ?? (first && keyOf(first)))) ?? first;
  if (!chosen) return null;
  return (
    <>
      <ClassChoice classes={classes} chosen={chosen} onChoose={setPicked} again={again} />
      <Form key={keyOf(chosen)} chosen={chosen} {...rest} />
    </>
  );
}

function Form({
  managementId,
  chosen,
  suggestion,
  typed,
  onType,
}: Omit<ClassFormProps, "classes" | "again"> & { chosen: ClusterClassView }) {
  const region = regionFieldOf(chosen);
  const of = `${managementId}/${keyOf(chosen)}`;
  const [first] = useState(suggestion); // a name that is suggested anew must not change under the reader
  // where there are regions, the zone goes by one of them: none is taken before a person chose
  const draft = draftOn(chosen, { ...first, zone: region ? "" : first.zone }, typed, of);
  const [shown, setShown] = useState(false);
  const { create, preview } = useVerbs();
  const { wish, errors } = readDraft(draft, managementId, chosen);
  const part: PartProps = {
    draft,
    errors: shown ? errors : {},
    change: (some) => onType((before) => withTyped(before, of, some)),
    chosen,
  };
  const withWish = (act: (found: NonNullable<typeof wish>) => void) => () => {
    setShown(true);
    if (wish) act(wish);
  };
  return (
    <>
      <LeaveGuard
        active={hasTyped(typed) && !create.isSuccess}
        consequence="No cluster is made of it, and what was typed is not kept."
      />
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
