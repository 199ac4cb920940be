"use client";
import { useMay } from "#components/shell/me.tsx";
import { Buttons } from "#components/ui/button.tsx";
import { Facts } from "#components/ui/facts.tsx";
import { Note } from "#components/ui/note.tsx";
import { Status } from "#components/ui/status.tsx";
import { Ago } from "#components/ui/time.tsx";
import type { ClusterDetail, StuckView } from "#server/domain/cluster/view.ts";
import { AbandonButton } from "./abandon-button.tsx";
import { MendCredentials } from "./mend-credentials.tsx";
import { MessageTree } from "./message-tree.tsx";
import { RetryButton } from "./retry-button.tsx";

/** Names the step, the object and what is left, and offers the two ways on. */
export function StuckNote({ cluster, stuck }: { cluster: ClusterDetail; stuck: StuckView }) {
  const mayOperate = useMay("operate");
  return (
    <Note failed>
      <p>
        <Status shape="failed" className="font-semibold whitespace-normal">
          {cluster.word}
        </Status>
      </p>
      <div className="my-1.5 max-w-[80ch] break-words text-ink-2">
        <MessageTree message={stuck.message} />
      </div>
      <Facts
        className="mb-3"
        rows={[
          ["Step", stuck.title],
          ["Since", <Ago key="since" at={stuck.since} />],
          ["Left", stuck.leaves.length > 0 ? stuck.leaves.join(", ") : "nothing that could be counted"],
        ]}
      />
      {mayOperate ? (
        <Buttons>
          <RetryButton name={cluster.name} label="Retry" />
          <MendCredentials cluster={cluster} />
          <AbandonButton cluster={cluster} stuck={stuck} />
        </Buttons>
      ) : (
        <p className="text-small text-ink-3">Retrying or abandoning takes the role operator.</p>
      )}
    </Note>
  );
}
