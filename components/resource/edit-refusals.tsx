import { Button } from "#components/ui/button.tsx";
import { PartError } from "#components/ui/note.tsx";
import type { EditOutcome } from "#server/domain/resource/view.ts";

type Of<K extends EditOutcome["kind"]> = Extract<EditOutcome, { kind: K }>;

/** Field by field, as the API server said it. */
export function Refused({ outcome: { message, fields } }: { outcome: Of<"refused"> }) {
  return (
    <PartError className="mb-3" title="It was refused; nothing was written.">
      {fields.length === 0 ? message : "The text is as you left it."}
      {fields.length > 0 && (
        <span className="mt-1.5 block">
          {fields.map(({ field, message: why }) => (
            <span key={`${field} ${why}`} className="block break-words">
              <span className="mono text-ink">{field}</span> {why}
            </span>
          ))}
        </span>
      )}
    </PartError>
  );
}

interface OvertakenProps {
  outcome: Of<"overtaken">;
  busy: boolean;
  onOverwrite: () => void;
}

/** Another was faster: who, and what stands there now. */
export function Overtaken({ outcome: { fields }, busy, onOverwrite }: OvertakenProps) {
  return (
    <PartError
      className="mb-3"
      title="Another changed the same since you began; nothing was written."
      actions={
        <Button small busy={busy} onClick={onOverwrite}>
          Review mine over theirs
        </Button>
      }
    >
      Your text is as you left it.
      <span className="mt-1.5 block">
        {fields.map(({ path, now, by }) => (
          <span key={path} className="block break-words">
            <span className="mono text-ink">{path}</span> {now === null ? "was taken out" : `is ${now} now`}
            {by && now !== null ? `, set by ${by}` : ""}.
          </span>
        ))}
      </span>
    </PartError>
  );
}
