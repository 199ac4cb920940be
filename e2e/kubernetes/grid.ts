import { expect } from "@playwright/test";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { SCORES_PATH } from "#server/adapters/kubernetes/cluster-view.ts";
import { CarbonScoreSpec, fromScore, scoreNameOf } from "#server/domain/carbon/score.ts";
import { greenWindows } from "#server/domain/carbon/window.ts";
import { HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import type { Api } from "../support/api.ts";

/** Real Kubernetes knows real time only, so its grid is a quick one: of minutes, the least that a file may have. */
export const ZONE = "MINUTES";

/** A grid that is dirty until then and clean for an hour and a half, foreseen as it comes. */
export async function saveGrid(api: Api, cleanFrom: number): Promise<void> {
  const from = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 2 * HOUR_MS;
  const rows = Array.from({ length: 26 * 60 }, (_, n) => {
    const at = from + n * MINUTE_MS;
    const grams = at >= cleanFrom && at < cleanFrom + 1.5 * HOUR_MS ? 100 : 400;
    return `${new Date(at).toISOString()},${grams},${grams}`;
  });
  const csv = ["time,intensity,forecast", ...rows].join("\n");
  await api.carbon.saveZone.mutate({
    zone: ZONE,
    name: "A grid of minutes",
    sources: [{ source: "replay", config: { csv, file: "minutes.csv" } }],
  });
}

/** Until the cluster's own agent foresees that window. */
export async function windowIsKnown(kube: KubeClient, opensAt: number): Promise<void> {
  const read = async (): Promise<number | undefined> => {
    const { items } = await kube.list<KubeObject>(SCORES_PATH);
    const present = items.find(({ metadata }) => metadata.name === scoreNameOf(ZONE));
    if (!present) return undefined; // kinds that came a moment ago
    const { forecast } = fromScore(CarbonScoreSpec.parse(present.spec));
    return forecast && +(greenWindows(forecast, undefined, new Date())[0]?.opensAt ?? 0);
  };
  await expect.poll(read, { timeout: MINUTE_MS }).toBe(opensAt);
}
