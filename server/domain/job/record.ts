import { z } from "zod";
import { CarbonScoreSpec, fromScore, toScore } from "../carbon/score.ts";
import { parseDuration } from "../duration.ts";
import { BUILT_IN_POLICY, STRATEGIES } from "../policy/spec.ts";
import type { DecideInput, Decision, DecisionReason, WaitReason } from "./decision.ts";
import { WouldHave } from "./would-have.ts";

/** One decision that turned, or a release: written before it is acted on. */
export interface DecisionRecord {
  /** The agent's own, so that what is sent twice is stored once. */
  id: string;
  clusterId: string;
  /** Empty while the Job is only being created. */
  jobUid: string;
  namespace: string;
  name: string;
  decision: Decision;
  /** This decision lets the Job run. */
  released: boolean;
  input: DecideInput;
  /** Of a dry run: nothing was done, and this is what it would have come to. `released` is false. */
  wouldHave?: WouldHave;
  /** What the run draws by our estimate; of a release. */
  watts?: number;
}

const Instant = z.iso.datetime().transform((text) => new Date(text));
const WAIT = [
  "BetterWindowAhead",
  "AboveLimit",
  "OutsideGreenHours",
  "HeldByPerson",
  "WaitingForPower",
] as const;
const RUN = [
  "WindowOpen",
  "UnderLimit",
  "TooLittleToSave",
  "NoForecast",
  "SignalStale",
  "PolicyDisabled",
  "CarbonAwarenessPaused",
  "RunNowRequested",
  "DryRunBegan",
] as const;
const REASONS: readonly string[] = [...WAIT, ...RUN, "LatestStartReached"];
export const isReason = (text: string | undefined): text is DecisionReason =>
  text !== undefined && REASONS.includes(text);

export const isWaitReason = (text: string | undefined): text is WaitReason =>
  WAIT.some((reason) => reason === text);

const DecisionJson = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("run-now"),
    reason: z.enum(RUN),
    savingPercent: z.number().optional(),
    limitGramsPerKwh: z.number().optional(),
  }),
  z.object({
    kind: z.literal("wait"),
    reason: z.enum(WAIT),
    until: Instant,
    savingPercent: z.number(),
    limitGramsPerKwh: z.number().optional(),
  }),
  z.object({ kind: z.literal("fallback"), reason: z.literal("LatestStartReached") }),
]);
const PolicyJson = z.object({
  source: z.string(),
  enabled: z.boolean(),
  paused: z.boolean(),
  dryRun: z.boolean().default(false),
  strategy: z.enum(STRATEGIES),
  maxDelayMs: z.number(),
  maxIntensity: z.number().optional(),
  minSavingPercent: z.number(),
  durationMs: z.number(),
  // absent in what was recorded before there were more strategies than two
  durationFrom: z.enum(["annotation", "history", "policy"]).default("policy"),
  percentile: z.number().default(BUILT_IN_POLICY.percentile),
  percentileOf: z.enum(["trailing-week", "forecast"]).default(BUILT_IN_POLICY.percentileOf),
  greenFrom: z.string().default(BUILT_IN_POLICY.greenFrom),
  greenUntil: z.string().default(BUILT_IN_POLICY.greenUntil),
  timeZone: z.string().default(BUILT_IN_POLICY.timeZone),
  minimumChunkMs: z.number().default(parseDuration(BUILT_IN_POLICY.minimumChunk) ?? 0),
  uncertaintyMargin: z.number().default(0),
  deadline: Instant.optional(),
  mode: z.enum(["prefer", "require"]),
  greenPool: z.string(),
  fallbackPool: z.string(),
  zone: z.string(),
});
const InputJson = z.object({
  job: z.object({
    submittedAt: Instant,
    durationMs: z.number(),
    latestStart: Instant,
    ranMs: z.number().optional(),
    runningSince: Instant.optional(),
    heldByPerson: z.boolean().optional(),
    runRequested: z.boolean().optional(),
    dryRunBegan: z.boolean().optional(),
  }),
  policy: PolicyJson,
  signal: CarbonScoreSpec.optional(),
  previous: DecisionJson.optional(),
  now: Instant,
  room: z
    .object({
      capWatts: z.number(),
      neededWatts: z.number(),
      runningWatts: z.number().optional(),
      aheadWatts: z.number().optional(),
    })
    .optional(),
});
const RecordJson = z.object({
  id: z.string(),
  clusterId: z.string(),
  jobUid: z.string(),
  namespace: z.string(),
  name: z.string(),
  decision: DecisionJson,
  released: z.boolean(),
  input: InputJson,
  wouldHave: WouldHave.optional(),
  watts: z.number().nonnegative().optional(),
});

/** A week of readings makes a record ten times as long, and only this strategy reads them. */
const readsRecent = ({ strategy, percentileOf }: DecideInput["policy"]): boolean =>
  strategy === "percentile" && percentileOf === "trailing-week";

/**
 * JSON of everything a decision was made from. `decodeDecideInput` gives the same input back, save the trailing readings where the
 * strategy does not read them.
 */
export const encodeDecideInput = (input: DecideInput): object => ({
  ...input,
  signal: input.signal && toScore(readsRecent(input.policy) ? input.signal : { ...input.signal, recent: [] }),
});

/** @throws ZodError when it is no input of ours */
export function decodeDecideInput(json: unknown): DecideInput {
  const { policy, signal, previous, ...input } = InputJson.parse(json);
  return {
    ...input,
    policy: { ...policy, maxIntensity: policy.maxIntensity, deadline: policy.deadline },
    signal: signal && fromScore(signal),
    previous,
  };
}

export const encodeRecord = (record: DecisionRecord): object => ({
  ...record,
  input: encodeDecideInput(record.input),
});

/** @throws ZodError when it is no record of ours */
export function decodeRecord(json: unknown): DecisionRecord {
  const record = RecordJson.parse(json);
  return { ...record, input: decodeDecideInput((json as { input: unknown }).input) };
}

export const decodeDecision = (json: unknown): Decision => DecisionJson.parse(json);

/** Kind, reason or hour differ: worth writing down. */
export const hasTurned = (previous: Decision | undefined, next: Decision): boolean =>
  previous?.kind !== next.kind ||
  previous.reason !== next.reason ||
  (previous.kind === "wait" && next.kind === "wait" && +previous.until !== +next.until);
