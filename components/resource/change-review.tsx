"use client";
import { Fragment } from "react";
import { Button, Buttons } from "#components/ui/button.tsx";
import { PartError } from "#components/ui/note.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { ShownChange } from "#server/domain/resource/view.ts";
import { takenFrom } from "./object.prepare.ts";

const OURS = "karbonetes-console";

interface ChangeReviewProps {
  changes: readonly ShownChange[];
  busy: boolean;
  onBack: () => void;
  onApply: () => void;
  error: string | undefined;
}

/** The API server's own dry run, field by field; what it adds by itself is told apart. */
export function ChangeReview({ changes, busy, onBack, onApply, error }: ChangeReviewProps) {
  const others = takenFrom(changes, OURS);
  return (
    <>
      <p className="mb-3 max-w-[72ch] text-ink-2">
        The API server tried it and would take it. Nothing is written yet.
        {others.length > 0 &&
          ` What you change was last set by ${others.join(", ")}; if that runs again, it may set it back.`}
      </p>
      <Changes changes={changes} />
      {error && (
        <PartError className="mt-3" title="Nothing was written.">
          {error}
        </PartError>
      )}
      <Buttons className="mt-4">
        <Button kind="first" busy={busy} onClick={onApply}>
          Apply the change
        </Button>
        <Button disabled={busy} onClick={onBack}>
          Back to the text
        </Button>
      </Buttons>
    </>
  );
}

/** Field by field, what is and what would be. */
export function Changes({ changes }: { changes: readonly ShownChange[] }) {
  return (
    <Table stack data-testid="changes">
      <caption className="sr-only">What would change</caption>
      <thead>
        <tr>
          <Th className="touch:w-2/5">Field</Th>
          <Th className="touch:w-1/5">Is</Th>
          <Th>Becomes</Th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ path, from, to, typed }) => (
          <tr key={path}>
            <Td wide className="mono py-1.5! wrap-anywhere">
              <FieldPath path={path} />
              {!typed && (
                <small className="block font-sans text-small text-ink-3">by the API server itself</small>
              )}
            </Td>
            <Td wide className="py-1.5! text-ink-2">
              <Value text={from} nothing="not there" className="max-touch:before:content-['is_']" />
            </Td>
            <Td wide className="py-1.5! font-[550]">
              <Value text={to} nothing="goes" className="text-lapis max-touch:before:content-['becomes_']" />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** Broken at its dots, where it must be: half a field's name is no name. */
function FieldPath({ path }: { path: string }) {
  return path.split(/(?=[.[])/).map((part, at) => (
    <Fragment key={`${at} ${part}`}>
      {at > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}

function Value({ text, nothing, className }: { text: string | null; nothing: string; className: string }) {
  return (
    <span className={className}>
      {text === null ? nothing : <span className="mono break-all whitespace-pre-wrap">{text || '""'}</span>}
    </span>
  );
}
