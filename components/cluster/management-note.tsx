"use client";
import { Note } from "#components/ui/note.tsx";
import { Status } from "#components/ui/status.tsx";
import { Ago } from "#components/ui/time.tsx";
import { managementTrouble } from "#server/domain/cluster/row.ts";
import type { ClusterDetail } from "#server/domain/cluster/view.ts";
import { MendCredentials } from "./mend-credentials.tsx";

/** The cluster that makes this one does not answer: no fault of this one, which goes on. A step that fails by it tells it itself. */
export function ManagementNote({ cluster }: { cluster: ClusterDetail }) {
  const trouble = managementTrouble(cluster);
  if (!trouble || isUnderWay(cluster)) return null;
  return (
    <Note>
      <div role="region" aria-label="Its management cluster">
        <p className="flex flex-wrap items-baseline gap-x-3">
          <Status shape="unreachable" className="font-[550]">
            Management cluster away
          </Status>
          <span className="text-small text-ink-3">
            <Ago at={trouble.lastTransitionTime} />
          </span>
        </p>
        <p className="my-1.5 max-w-[80ch] text-ink-2 [overflow-wrap:anywhere]">{trouble.message}</p>
        <MendCredentials cluster={cluster} />
      </div>
    </Note>
  );
}

const isUnderWay = ({ state, generation, observedGeneration, deletionRequestedAt }: ClusterDetail): boolean =>
  state === "reconciling" || generation !== observedGeneration || deletionRequestedAt !== null;
