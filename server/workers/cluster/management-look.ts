import type { ManagementLook } from "#server/domain/cluster/provider.ts";
import { conditionOf, type ClusterRow } from "#server/domain/cluster/row.ts";
import type { ClusterLoopDeps } from "./deps.ts";
import { writeConditions } from "./record.ts";

const TYPE = "ManagementReachable";
/** A step that is done is newer than the last look. */
export const ANSWERED = { gone: [TYPE] } as const;

/** A condition while the cluster that makes this one does not answer, and none once it does. Undefined: it was not asked. */
export async function tellManagement(
  deps: Pick<ClusterLoopDeps, "clusters" | "live" | "clock">,
  row: ClusterRow,
  look: ManagementLook | undefined,
): Promise<void> {
  const before = conditionOf(row, TYPE);
  if (!look || (look.answers && !before)) return;
  if (look.answers) return writeConditions(deps, row, [], ANSWERED);
  const { reason, message } = look;
  if (before?.reason === reason && before.message === message) return;
  await writeConditions(deps, row, [{ type: TYPE, status: "False", reason, message }]);
}
