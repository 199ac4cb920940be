"use client";
import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button, Buttons } from "#components/ui/button.tsx";
import { Note, PartError } from "#components/ui/note.tsx";
import { provenanceOf, sourceTitleOf } from "#server/domain/carbon/source-config.ts";
import type { ZoneSource } from "#server/domain/carbon/speaker.ts";
import type { ZoneEntry } from "#server/domain/carbon/zone-save.ts";
import { EntryForm } from "./entry-form.tsx";
import type { EntryDraft } from "./entry-draft.ts";

export interface EntryVerbs {
  onMove: (by: -1 | 1) => void;
  onOpen: () => void;
  onClose: () => void;
  onKeep: () => void;
  onRemove: () => void;
  onSource: (source: EntryDraft["source"]) => void;
  onChange: (part: Partial<EntryDraft>) => void;
}
interface EntryRowProps extends EntryVerbs {
  draft: EntryDraft;
  place: { index: number; count: number };
  open: boolean;
  errors: Record<string, string>;
  /** As it would be asked; undefined while something in it is wrong. */
  entry: ZoneEntry | undefined;
  zone: string;
  /** Shows what is wrong, where something is. */
  onTry: () => void;
}

/** One source in its place: what it is, what it answers now, and its form. */
export function EntryRow(props: EntryRowProps) {
  const { draft, place, open, errors, entry, zone, onTry } = props;
  const trpc = useTRPC();
  const trial = useMutation(trpc.carbon.testSource.mutationOptions());
  const title = sourceTitleOf(draft.source)?.title ?? draft.source;
  const wrong = !open && Object.values(errors)[0];
  return (
    <li className="border-b border-line py-2" aria-label={`${place.index + 1}. ${title}`}>
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <span className="min-w-0">
          <span className="text-ink-3">{place.index + 1}.</span> <b className="font-[550]">{title}</b>
          {draft.kept && <small className="block text-small text-ink-3">{wordsOf(draft.kept)}</small>}
        </span>
        <EntryButtons
          {...props}
          title={title}
          testing={trial.isPending}
          onTest={() => {
            trial.reset();
            onTry();
            if (entry) trial.mutate({ zone, ...entry });
          }}
        />
      </div>
      {open && (
        <EntryForm
          draft={draft}
          errors={errors}
          onSource={(source) => {
            trial.reset();
            props.onSource(source);
          }}
          onChange={(part) => {
            trial.reset();
            props.onChange(part);
          }}
        />
      )}
      {wrong && (
        <p role="alert" className="text-small text-crimson">
          {wrong}
        </p>
      )}
      {trial.error && <PartError title="It was not asked.">{trial.error.message}</PartError>}
      {trial.data && (
        <Note failed={!trial.data.answered} className="mt-1.5">
          <p role="status" className="text-pretty">
            {trial.data.message}
          </p>
        </Note>
      )}
    </li>
  );
}

/** At the end of the list it stays where it is, and so does the focus: a disabled button would lose it. */
const MOVE = {
  small: true,
  kind: "quiet",
  className: "aria-disabled:cursor-default aria-disabled:text-ink-3",
} as const;

interface EntryButtonsProps extends EntryVerbs {
  draft: EntryDraft;
  place: { index: number; count: number };
  open: boolean;
  title: string;
  testing: boolean;
  onTest: () => void;
}

function EntryButtons({ draft, place, open, title, testing, onTest, ...verbs }: EntryButtonsProps) {
  const { index, count } = place;
  const of = <span className="sr-only"> {title}</span>;
  return (
    <Buttons className="gap-0.5">
      <Button small kind="quiet" busy={testing} onClick={onTest}>
        {testing ? "Asking" : "Test"}
        {of}
      </Button>
      {count > 1 && (
        <>
          <Button {...MOVE} aria-disabled={index === 0} onClick={() => verbs.onMove(-1)}>
            Up{of}
          </Button>
          <Button {...MOVE} aria-disabled={index === count - 1} onClick={() => verbs.onMove(1)}>
            Down{of}
          </Button>
        </>
      )}
      {open && draft.was ? (
        <Button small kind="quiet" onClick={verbs.onKeep}>
          Keep as it was{of}
        </Button>
      ) : (
        <Button small kind="quiet" aria-expanded={open} onClick={open ? verbs.onClose : verbs.onOpen}>
          {open ? "Fold" : "Change"}
          {of}
        </Button>
      )}
      {count > 1 && (
        <Button small kind="quiet" onClick={verbs.onRemove}>
          Remove{of}
        </Button>
      )}
    </Buttons>
  );
}

const wordsOf = ({ source, config, account }: ZoneSource) =>
  account ? `${provenanceOf(source, config)}, by ${account.name}` : provenanceOf(source, config);
