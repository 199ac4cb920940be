"use client";
import dynamic from "next/dynamic";
import { LeaveGuard } from "#components/policy/leave-guard.tsx";
import { Button, Buttons } from "#components/ui/button.tsx";
import { PartError } from "#components/ui/note.tsx";
import { Section } from "#components/ui/section.tsx";
import { Bar } from "#components/ui/skeleton.tsx";
import type { EditOutcome, ObjectView } from "#server/domain/resource/view.ts";
import { ChangeReview } from "./change-review.tsx";
import type { Target } from "./object-panel.tsx";
import { Overtaken, Refused } from "./edit-refusals.tsx";
import { type EditState, useEdit } from "./use-edit.ts";
import { useFields, useSchema } from "./use-fields.ts";

const YamlEditor = dynamic(() => import("./yaml-editor.tsx").then((module) => module.YamlEditor), {
  ssr: false,
  loading: () => <Bar width="100%" className="h-80" />,
});

interface EditObjectProps {
  target: Target;
  object: ObjectView;
  onDone: () => void;
}

/** The text, then what it would change, then the change. Whatever is refused, the text stays. */
export function EditObject({ target, object, onDone }: EditObjectProps) {
  const edit = useEdit(target, object, onDone);
  const fieldsAt = useFields(target);
  const schema = useSchema(target);
  const reviewed = edit.outcome?.kind === "would-change" ? edit.outcome : undefined;
  return (
    <Section title={reviewed ? "What would change" : `${object.kind.kind} as YAML`} aside={asideOf(object)}>
      {reviewed ? (
        <ChangeReview
          changes={reviewed.changes}
          busy={edit.busy}
          onBack={edit.back}
          onApply={edit.apply}
          error={edit.error?.message}
        />
      ) : (
        <>
          <Problems edit={edit} />
          <YamlEditor
            label={`${object.name} as YAML`}
            text={edit.text}
            onChange={edit.setText}
            fieldsAt={fieldsAt}
            schema={schema}
          />
          <EditButtons edit={edit} onDone={onDone} />
        </>
      )}
      <LeaveGuard active={edit.dirty} consequence="Nothing of it is applied, and the text is not kept." />
    </Section>
  );
}

const asideOf = ({ kind }: ObjectView) =>
  kind.id === "secrets"
    ? "Values are hidden. One that you write anew takes the place of the old one."
    : undefined;

function EditButtons({ edit, onDone }: { edit: EditState; onDone: () => void }) {
  return (
    <Buttons className="mt-3 items-center">
      <Button kind="first" busy={edit.busy} disabled={!edit.dirty} onClick={edit.review}>
        Review the change
      </Button>
      <Button onClick={onDone}>{edit.dirty ? "Discard the text" : "Close"}</Button>
      {!edit.dirty && <span className="text-small text-ink-3">Nothing is changed yet.</span>}
    </Buttons>
  );
}

function Problems({ edit }: { edit: EditState }) {
  if (edit.error)
    return (
      <PartError className="mb-3" title="Nothing was written." code={edit.error.code}>
        {edit.error.message}
      </PartError>
    );
  return edit.outcome ? <Outcome outcome={edit.outcome} edit={edit} /> : null;
}

function Outcome({ outcome, edit }: { outcome: EditOutcome; edit: EditState }) {
  switch (outcome.kind) {
    case "refused":
      return <Refused outcome={outcome} />;
    case "overtaken":
      return <Overtaken outcome={outcome} busy={edit.busy} onOverwrite={edit.reviewOverwriting} />;
    case "unchanged":
      return (
        <p role="status" className="mb-3 text-ink-2">
          The API server finds nothing to change in it.
        </p>
      );
    case "would-change":
    case "changed":
      return null;
  }
}
