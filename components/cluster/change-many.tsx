"use client";
import { counted } from "#charts/format.ts";
import { Button, Buttons } from "#components/ui/button.tsx";
import type { ManyVerb } from "#server/domain/cluster/many-verb.ts";
import type { ClusterSummary } from "#server/domain/cluster/view.ts";
import { MANY_VERBS } from "./change-many.prepare.ts";

interface ChangeManyProps {
  clusters: readonly ClusterSummary[];
  onVerb: (verb: ManyVerb) => void;
  onDone: () => void;
}

/** What can be done with all that is chosen. */
export function ChangeMany({ clusters, onVerb, onDone }: ChangeManyProps) {
  return (
    <div
      role="region"
      aria-label="Chosen clusters"
      className="sticky bottom-0 z-10 max-touch:bottom-14 mt-3 flex flex-wrap items-center gap-3 border-t border-ink bg-paper py-3"
    >
      <span className="font-[550]">{`${counted(clusters.length, "cluster")} chosen`}</span>
      <Buttons>
        {MANY_VERBS.map(({ verb: each, button }) => (
          <Button key={each} small onClick={() => onVerb(each)}>
            {button}
          </Button>
        ))}
      </Buttons>
      <Button small kind="quiet" className="touch:ml-auto" onClick={onDone}>
        Choose none
      </Button>
    </div>
  );
}
