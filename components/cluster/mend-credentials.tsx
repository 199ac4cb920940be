"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ReplaceCredentials } from "#components/settings/replace-credentials.tsx";
import { useMay } from "#components/shell/me.tsx";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { managementTrouble } from "#server/domain/cluster/row.ts";
import type { ClusterDetail } from "#server/domain/cluster/view.ts";
import { ReplaceClusterCredentials } from "./replace-cluster-credentials.tsx";

/** What other credentials mend: those in force are not taken, or may not do it. What a made cluster itself refuses has other codes. */
const MENDED_BY_OTHERS: readonly (string | null)[] = ["CredentialsRefused", "Forbidden"];

/** Where a step fails for the credentials of an imported or of a management cluster: the way to mend that, on the page that says so. */
export function MendCredentials({ cluster }: { cluster: ClusterDetail }) {
  if (cluster.provider === "imported") return <ReplaceClusterCredentials />;
  const management = cluster.spec.clusterApi?.managementId;
  const refused = cluster.operation?.steps.some(
    ({ state, attempts }) => state === "failed" && MENDED_BY_OTHERS.includes(attempts.at(-1)?.code ?? null),
  );
  const turnedAway = MENDED_BY_OTHERS.includes(managementTrouble(cluster)?.reason ?? null);
  return management && (refused || turnedAway) ? <Mend managementId={management} /> : null;
}

function Mend({ managementId }: { managementId: string }) {
  const trpc = useTRPC();
  const mayAdminister = useMay("administer");
  const [open, setOpen] = useState(false);
  const managements = useQuery(trpc.management.list.queryOptions());
  const management = managements.data?.find(({ id }) => id === managementId);
  if (!management) return null;
  if (!mayAdminister)
    return (
      <span className="text-small text-ink-3">
        An administrator can replace the credentials of {management.name}.
      </span>
    );
  return (
    <>
      <Button small onClick={() => setOpen(true)}>
        Replace the credentials of {management.name}
      </Button>
      {open && <ReplaceCredentials management={management} onClose={() => setOpen(false)} />}
    </>
  );
}
