"use client";
import { useMay } from "#components/shell/me.tsx";
import { Note } from "#components/ui/note.tsx";
import { Section } from "#components/ui/section.tsx";
import type { ClusterDetail } from "#server/domain/cluster/view.ts";
import { ReplaceClusterCredentials } from "./replace-cluster-credentials.tsx";
import { RetryButton } from "./retry-button.tsx";

/** With what the console gets into an imported cluster: others may be given at any time, also while it is forgotten. */
export function CredentialsSection({ cluster: { provider } }: { cluster: ClusterDetail }) {
  const mayOperate = useMay("operate");
  if (provider !== "imported") return null;
  return (
    <Section title="Credentials">
      <p className="mb-2.5 text-small text-ink-3">
        The imported kubeconfig, sealed and given to nobody. Give another before its token ends, or after.
      </p>
      <ReplaceClusterCredentials />
      {!mayOperate && <p className="text-small text-ink-3">Replacing them takes the role operator.</p>}
    </Section>
  );
}

/** An imported cluster that does not answer, or answers no more to these credentials: the ways on, where its page says so. */
export function UnreachableNote({ cluster }: { cluster: ClusterDetail }) {
  const mayOperate = useMay("operate");
  if (cluster.provider !== "imported" || cluster.state !== "unreachable") return null;
  return (
    <Note failed>
      <div role="region" aria-label="It does not answer">
        <p className="max-w-[72ch]">
          <b className="font-[550]">It gives no answer to the credentials that are kept.</b>{" "}
          <span className="text-ink-2">
            If their time is over or they were taken back, others take their place: from a kubeconfig that is
            valid now.
          </span>
        </p>
        {mayOperate ? (
          <div className="mt-2 flex flex-wrap gap-2">
            <ReplaceClusterCredentials />
            <RetryButton name={cluster.name} />
          </div>
        ) : (
          <p className="mt-2 text-small text-ink-3">Replacing them takes the role operator.</p>
        )}
      </div>
    </Note>
  );
}
