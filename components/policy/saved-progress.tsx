import { percent } from "#charts/format.ts";
import { Button } from "#components/ui/button.tsx";
import { PartError } from "#components/ui/note.tsx";
import type { Tried } from "./use-tried.ts";

interface SavedProgressProps {
  tried: Tried;
  name: string;
  /** An answer stands below, of this draft or of an earlier one. */
  shown: boolean;
}

/** What keeps the answer: a first run that takes its time, a stop, a refusal. */
export function SavedProgress({ tried, name, shown }: SavedProgressProps) {
  const { error, stopped, running, share, old } = tried;
  if (error) return <Refusal error={error} onAgain={tried.again} shown={shown} />;
  if (stopped && (old || !shown))
    return (
      <div className="mb-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 text-ink-2">
        <p>
          {shown
            ? "Stopped: what stands below is of an earlier draft."
            : "Stopped before there was an answer."}
        </p>
        <Button small onClick={tried.again}>
          Try it on the past
        </Button>
      </div>
    );
  // with the forecasts at hand a run is over before one could read that it began
  if (!running || (shown && share === undefined)) return null;
  return (
    <div className="mb-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 text-ink-2">
      <div className="min-w-0 grow">
        <p role="status">{`Foreseeing each hour of the past of ${name} anew.`}</p>
        <div className="mt-1.5 flex items-center gap-2.5">
          <div
            role="progressbar"
            aria-label="How far the trial is"
            aria-valuenow={Math.round(100 * (share ?? 0))}
            className="h-[3px] max-w-60 grow rounded-full bg-line-2"
          >
            <div className="h-full rounded-full bg-ink" style={{ width: `${100 * (share ?? 0)}%` }} />
          </div>
          <span className="w-10 text-small tabular-nums">{percent(100 * (share ?? 0))}</span>
        </div>
      </div>
      <Button small onClick={tried.stop}>
        Stop the trial
      </Button>
    </div>
  );
}

/** Too little history is an answer; that the console did not answer is a failure. */
const ANSWERS = new Set(["PRECONDITION_FAILED", "NOT_FOUND", "BAD_REQUEST"]);

interface RefusalProps {
  error: { message: string; code: string | undefined };
  onAgain: () => void;
  shown: boolean;
}

function Refusal({ error: { message, code }, onAgain, shown }: RefusalProps) {
  const below = shown ? " What stands below is of an earlier draft." : "";
  if (code !== undefined && ANSWERS.has(code))
    return <p role="status" className="mb-3 text-ink-2">{`${message}${below}`}</p>;
  return (
    <PartError
      className="mb-3"
      title="The draft could not be tried on the past."
      code={code}
      actions={
        <Button small onClick={onAgain}>
          Try again
        </Button>
      }
    >
      {`${message}${below}`}
    </PartError>
  );
}
