import type { ReactNode } from "react";
import type { Outputs } from "#components/shell/trpc.ts";
import { Time } from "#components/ui/time.tsx";
import { provenanceOf } from "#server/domain/carbon/source-config.ts";
import { clauseOf, type ZoneSource } from "#server/domain/carbon/speaker.ts";

type Grid = Outputs["carbon"]["grids"][number];

/** The list of a grid: who speaks now and since when, and why the others do not. */
export function GridSources({ grid }: { grid: Grid }) {
  return (
    <ol className="grid gap-1">
      {grid.sources.map((source, index) => (
        <li key={source.id}>
          {grid.sources.length > 1 && <span className="text-ink-3">{index + 1}. </span>}
          {provenanceOf(source.source, source.config)}
          {source.account && <span className="text-ink-3">, by {source.account.name}</span>}
          <SourceState source={source} speaks={grid.speaks === source.id} standIn={grid.standIn} />
        </li>
      ))}
    </ol>
  );
}

interface SourceStateProps {
  source: ZoneSource;
  speaks: boolean;
  standIn: Grid["standIn"];
}

function SourceState({ source: { failure, lastOkAt }, speaks, standIn }: SourceStateProps) {
  if (failure)
    return (
      <small className="block text-small text-crimson">
        Fails since <Time at={failure.at} />: {failure.message}
      </small>
    );
  return <small className="block text-small text-ink-3">{wordsOf(speaks, standIn, lastOkAt)}</small>;
}

function wordsOf(speaks: boolean, standIn: Grid["standIn"], lastOkAt: Date | null): ReactNode {
  if (!speaks) return lastOkAt ? "Stands ready" : "Not asked yet";
  if (!standIn)
    return lastOkAt ? (
      <>
        Speaks; last asked <Time at={lastOkAt} />
      </>
    ) : (
      "Speaks"
    );
  return (
    <>
      Speaks since <Time at={standIn.since} />, as {clauseOf(standIn.message)}
    </>
  );
}
