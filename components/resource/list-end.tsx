import { Button } from "#components/ui/button.tsx";
import { Status } from "#components/ui/status.tsx";
import { type Counts, moreLabel, nothingSentence, searchSentence } from "./list.prepare.ts";

interface ListEndProps {
  counts: Counts;
  /** How many of the found are drawn. */
  drawn: number;
  filtered: boolean;
  /** By a text, which is looked for here and not by the API server. */
  bySearch: boolean;
  searching: boolean;
  busy: boolean;
  onMore: () => void;
  onShowAll: () => void;
}

/** Below the rows: that more is being read, or can be, or that there is none. */
export function ListEnd({
  counts,
  drawn,
  filtered,
  bySearch,
  searching,
  busy,
  onMore,
  onShowAll,
}: ListEndProps) {
  const none = counts.shown === 0 && filtered;
  const more = !searching && (counts.more || drawn < counts.shown);
  return (
    <>
      <div role="status">
        {searching && (
          <p className="py-4 text-ink-2">
            <Status shape="working" className="whitespace-normal">
              {searchSentence(counts)}
            </Status>
          </p>
        )}
      </div>
      {none && !searching && (
        <div className="flex flex-wrap items-center gap-3 py-4 text-ink-2">
          {nothingSentence(counts)}
          <Button small onClick={onShowAll}>
            Show all
          </Button>
        </div>
      )}
      {more && (
        <div className="flex justify-center py-3">
          <Button small busy={busy} onClick={onMore}>
            {moreLabel(counts, { drawn, bySearch })}
          </Button>
        </div>
      )}
    </>
  );
}
