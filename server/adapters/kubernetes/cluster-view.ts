import { z } from "zod";
import { CarbonScoreSpec, fromScore, SCORE_API_VERSION, SCORE_PLURAL } from "#server/domain/carbon/score.ts";
import type { CarbonSignal } from "#server/domain/carbon/signal.ts";
import { DRY_RUN_ANNOTATION, PAUSED_ANNOTATION, ZONE_ANNOTATION } from "#server/domain/job/annotations.ts";
import type { ClusterView } from "#server/domain/job/input.ts";
import { shapingWishOf, type ShapingWish } from "#server/domain/job/shaping.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import type { ClusterPolicy } from "#server/domain/policy/match.ts";
import { CarbonPolicySpec, POLICY_API_VERSION, SYSTEM_NAMESPACE } from "#server/domain/policy/spec.ts";
import { POLICY_PLURAL } from "#server/manifests/crds.ts";
import { ApiError } from "./api-error.ts";
import type { KubeClient } from "./client.ts";

export const POLICIES_PATH = `/apis/${POLICY_API_VERSION}/${POLICY_PLURAL}`;
export const SCORES_PATH = `/apis/${SCORE_API_VERSION}/${SCORE_PLURAL}`;
export const NAMESPACES_PATH = "/api/v1/namespaces";
export const SYSTEM_NAMESPACE_PATH = `${NAMESPACES_PATH}/${SYSTEM_NAMESPACE}`;

const Score = z.object({ spec: CarbonScoreSpec });

/** A policy of the cluster; undefined when its spec is none of ours, which the API server should have refused. */
export function parsePolicy({ metadata, spec }: KubeObject): ClusterPolicy | undefined {
  const parsed = CarbonPolicySpec.safeParse(spec);
  return parsed.success
    ? { namespace: metadata.namespace ?? "", name: metadata.name, spec: parsed.data }
    : undefined;
}

export function parseScore(object: KubeObject): CarbonSignal | undefined {
  const parsed = Score.safeParse(object);
  return parsed.success ? fromScore(parsed.data.spec) : undefined;
}

/** What karbonetes-system says of the whole cluster. */
export function parseSystem(namespace: KubeObject | undefined): {
  paused: boolean;
  dryRun: boolean;
  zone: string | undefined;
  shaping: ShapingWish;
} {
  const annotations = namespace?.metadata.annotations ?? {};
  return {
    paused: annotations[PAUSED_ANNOTATION] === "true",
    dryRun: annotations[DRY_RUN_ANNOTATION] === "true",
    zone: annotations[ZONE_ANNOTATION],
    shaping: shapingWishOf(annotations),
  };
}

/** What a cluster knows, read once; for the console. Without our CRDs it knows nothing. */
export async function readClusterView(
  kube: KubeClient,
  clusterZone: string,
  signal: AbortSignal,
): Promise<ClusterView> {
  const [policies, scores, namespace] = await Promise.all([
    unlessAbsent(kube.list<KubeObject>(POLICIES_PATH, { signal }).then(({ items }) => items)),
    unlessAbsent(kube.list<KubeObject>(SCORES_PATH, { signal }).then(({ items }) => items)),
    unlessAbsent(kube.json<KubeObject>(SYSTEM_NAMESPACE_PATH, { signal })),
  ]);
  const signals = new Map((scores ?? []).flatMap((score) => entryOf(parseScore(score))));
  const { paused, dryRun, zone } = parseSystem(namespace);
  return {
    policies: (policies ?? []).flatMap((policy) => parsePolicy(policy) ?? []),
    paused,
    dryRun,
    zone: zone ?? clusterZone,
    signalOf: (wanted) => signals.get(wanted),
  };
}

export const entryOf = (signal: CarbonSignal | undefined): [string, CarbonSignal][] =>
  signal ? [[signal.zone, signal]] : [];

async function unlessAbsent<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}
