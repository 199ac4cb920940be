import type { Condition } from "../conditions.ts";
import { lacksSentence } from "./cluster-api/bootstrap/lacks.ts";
import {
  conditionOf,
  HOPELESS_REASONS,
  isLocked,
  isTrue,
  managementTrouble,
  NO_ANSWER,
  type ClusterRow,
} from "./row.ts";
import type { StepHistory } from "./steps.ts";
import type { ClusterState, OperationView, StepView } from "./view.ts";
import { asSentence, counted, firstLine, spanOf } from "./words.ts";

/** What the row does not know of itself. */
export interface ClusterContext {
  zoneName: string;
  policies: readonly string[];
  /** When the loop looks again after a failure. */
  nextAttemptAt: Date | null;
  history: StepHistory;
  now: Date;
}

interface Input {
  row: ClusterRow;
  state: ClusterState;
  operation: OperationView | null;
  context: ClusterContext;
}
export interface Sentences {
  word: string;
  headline: string;
  sentence: string;
}

/** What a person reads first: the state as a word, the answer as a sentence, and what to do. */
export function sentencesOf(input: Input): Sentences {
  switch (input.state) {
    case "not-started":
      return notStarted(input);
    case "reconciling":
      return reconciling(input);
    case "failing":
      return failing(input);
    case "stuck":
      return stuck(input);
    case "unreachable":
      return unreachable(input);
    case "deleting":
      return deleting(input);
    case "ready":
      return readySentences(input);
  }
}

function notStarted({ row }: Input): Sentences {
  return {
    word: "Not started",
    headline: `${row.name} is accepted and not started yet.`,
    sentence: "The worker takes it up within seconds. If this stays, the worker does not run.",
  };
}

function reconciling({ row, operation, context }: Input): Sentences {
  const { step, index, count } = present(operation);
  const { verb, word } = doingWords(row);
  if (!step) {
    return {
      word,
      headline: `${row.name} is being ${verb}.`,
      sentence: "Its next step starts within seconds.",
    };
  }
  const attempt = step.attempts.at(-1);
  const doing =
    step.state === "waiting" && attempt
      ? `Waiting: ${asSentence(firstLine(attempt.message))}`
      : `${step.title}: ${asSentence(step.detail)}`;
  return {
    word: `${word}, step ${index} of ${count}`,
    headline: `${row.name} is being ${verb}, step ${index} of ${count}.`,
    sentence: [doing, etaSentence(operation, context.now)].filter(Boolean).join(" "),
  };
}

/** A change of what Cluster API makes may be of its size, its version, or both. */
function doingWords(row: ClusterRow): { verb: string; word: string } {
  if (!isTrue(row, "Provisioned")) return { verb: "created", word: "Creating" };
  if (row.provider === "cluster-api") return { verb: "changed", word: "Changing" };
  return { verb: "scaled", word: "Scaling" };
}

function failing({ row, operation, context }: Input): Sentences {
  const { step } = present(operation);
  const condition = conditionOf(row, "Ready");
  const attempt = step?.attempts.at(-1);
  const message = asSentence(firstLine(attempt?.message ?? condition?.message ?? "The last step failed"));
  const count = attempt?.attempt ?? 1;
  return {
    word: count > 1 ? `Failed ${count} times` : "Failed",
    headline: step ? `${row.name}: ${step.title} failed.` : `${row.name} answers, but not all in it works.`,
    sentence: `${message} ${isHopeless(condition) ? NEEDS_A_PERSON : nextAttempt(attempt?.attempt, context)}`,
  };
}

const isHopeless = (condition: Condition | undefined): boolean =>
  condition !== undefined && HOPELESS_REASONS.includes(condition.reason);

const NEEDS_A_PERSON =
  "It is not tried again by itself: mend what it names and retry, or delete the cluster.";

function nextAttempt(attempt: number | undefined, { nextAttemptAt, now }: ClusterContext): string {
  const when = nextAttemptAt ? `in ${spanOf(+nextAttemptAt - +now)}` : "within seconds";
  return attempt === undefined
    ? `It is tried again by itself ${when}.`
    : `Attempt ${attempt + 1} starts by itself ${when}.`;
}

function stuck({ row, operation }: Input): Sentences {
  const { step, index, count } = present(operation);
  const condition = conditionOf(row, "Stuck");
  const mend =
    row.provider === "imported" && condition?.reason === NO_ANSWER ? ", give other credentials" : "";
  const leaves = step ? ` Retry${mend}, or abandon this step and leave it behind.` : "";
  return {
    word: step ? `Stuck at ${step.title}` : "Stuck",
    headline: `${row.name} cannot be ${takenDown(row)}: ${step ? `${step.title}, step ${index} of ${count}, is stuck.` : "a step is stuck."}`,
    sentence: `${asSentence(firstLine(condition?.message ?? "A step is past its time"))}${leaves}`,
  };
}

function unreachable({ row, context }: Input): Sentences {
  const condition = conditionOf(row, "Reachable");
  const since = spanOf(+context.now - +(condition?.lastTransitionTime ?? context.now));
  const neither = managementTrouble(row) ? " Its management cluster does not answer us either." : "";
  return {
    word: `Unreachable for ${since}`,
    headline: `${row.name} has not answered for ${since}.`,
    sentence: `${asSentence(condition?.message ?? "The last look failed")}${neither} It is asked again every 30\u00a0s; what is shown is from its last answer.`,
  };
}

/** An imported cluster goes on without us. */
const takenDown = ({ provider }: ClusterRow): string => (provider === "imported" ? "forgotten" : "deleted");
const deletingWord = ({ provider }: ClusterRow): string =>
  provider === "imported" ? "Forgetting" : "Deleting";

function deleting({ row, operation }: Input): Sentences {
  const begun = operation?.kind === "delete";
  const { step, index, count } = present(begun ? operation : null);
  if (!step) {
    return {
      word: deletingWord(row),
      headline: `${row.name} is being ${takenDown(row)}.`,
      sentence: begun
        ? "Its last step is done; it leaves the list within seconds."
        : "Its first step starts within seconds.",
    };
  }
  const attempt = step.attempts.at(-1);
  const tells = attempt && (attempt.outcome === "waiting" || attempt.outcome === "failed");
  return {
    word: `${deletingWord(row)}, step ${index} of ${count}`,
    headline: `${row.name} is being ${takenDown(row)}, step ${index} of ${count}.`,
    sentence: tells ? asSentence(firstLine(attempt.message)) : `${step.title}: ${asSentence(step.detail)}`,
  };
}

const LOCKED = {
  word: "Ready, locked",
  sentence: "It is read, and nothing is written into it before you have reviewed what would be.",
};

function readySentences({ row, context }: Input): Sentences {
  const parts = [nodesSentence(row.observed), lacksSentence(row), carbonSentence(row, context)];
  if (isLocked(row)) return { ...LOCKED, headline: `${row.name} is Ready and locked.` };
  const sentence = parts.filter(Boolean).join(" ");
  const trouble = managementTrouble(row);
  if (!trouble) return { word: "Ready", headline: `${row.name} is Ready.`, sentence };
  const headline = `${row.name} is Ready, but its management cluster ${MANAGEMENT_HOW[trouble.reason] ?? "does not answer"}.`;
  return { word: "Ready, management away", headline, sentence };
}

/** By the condition's reason, where it is another than no answer. */
const MANAGEMENT_HOW: Record<string, string> = {
  CredentialsRefused: "does not let us in",
  Forbidden: "does not let us look",
  ManagementGone: "is not connected any more",
};

function nodesSentence(observed: ClusterRow["observed"]): string {
  if (!observed) return "";
  const { message, nodesReady, nodesWanted } = observed;
  if (message) return asSentence(message);
  if (nodesWanted === 0) return "It has no node yet; nodes come when Pods ask for them.";
  return `${nodesReady} of ${counted(nodesWanted, "node")} ${nodesWanted === 1 ? "is" : "are"} Ready.`;
}

function carbonSentence(row: ClusterRow, { policies }: ClusterContext): string {
  const waitingJobs = row.observed?.waitingJobs;
  if (row.carbonPaused) return "Carbon-awareness is paused: every Job starts at once.";
  if (row.carbonDryRun) return "It is in a dry run: Jobs are decided on, and none is held.";
  if (waitingJobs)
    return `${counted(waitingJobs, "Job")} ${waitingJobs === 1 ? "waits" : "wait"} for a greener hour.`;
  if (policies.length === 0) return "No policy names it, so its Jobs follow the built-in one.";
  return waitingJobs === 0 ? "No Job waits." : "";
}

function present(operation: OperationView | null): {
  step: StepView | undefined;
  index: number;
  count: number;
} {
  const steps = operation?.steps ?? [];
  const at = steps.findIndex((step) => step.state !== "done");
  return { step: steps[at], index: at + 1, count: steps.length };
}

function etaSentence(operation: OperationView | null, now: Date): string {
  if (!operation?.eta) return "";
  const from = spanOf(+operation.eta.from - +now);
  const to = spanOf(+operation.eta.to - +now);
  return from === to ? `Ready in about ${to}.` : `Ready in ${from} to ${to}.`;
}
