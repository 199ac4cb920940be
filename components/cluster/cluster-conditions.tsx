"use client";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Section } from "#components/ui/section.tsx";
import { Status, type Shape } from "#components/ui/status.tsx";
import { BOOTSTRAP_CONDITIONS } from "#server/domain/cluster/cluster-api/bootstrap/reading.ts";
import { firstLine } from "#server/domain/cluster/words.ts";
import type { Condition } from "#server/domain/conditions.ts";
import type { ClusterDetail } from "#server/domain/cluster/view.ts";

/** True is the bad news for these. */
const BAD_WHEN_TRUE = ["Stuck"];

/** What holds of it, each with its reason; what a new cluster lacks also with what would bring it. */
export function ClusterConditions({ cluster }: { cluster: ClusterDetail }) {
  const conditions = inOrder(cluster.conditions);
  if (conditions.length === 0) return null;
  const comes = cluster.state === "reconciling";
  const good = conditions.filter((condition) => shapeOf(condition, comes) === "ready").length;
  return (
    <Section title="Conditions" aside={`${good} of ${conditions.length} as wanted`}>
      <ul className="border-b border-line">
        {conditions.map((condition) => (
          <ConditionItem key={condition.type} condition={condition} shape={shapeOf(condition, comes)} />
        ))}
      </ul>
    </Section>
  );
}

function ConditionItem({ condition, shape }: { condition: Condition; shape: Shape }) {
  const { type, reason, message, command } = condition;
  return (
    <li className="grid min-w-0 gap-1 border-t border-line py-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="mono">{type}</span>
        <Status shape={shape}>{wordsOf(reason)}</Status>
      </div>
      <p className="text-small text-ink-3 [overflow-wrap:anywhere]" title={message}>
        {firstLine(message)}
      </p>
      {command && (
        <div className="grid min-w-0 gap-1.5 pt-1">
          <CodeBlock label={`What helps ${type}`} numbered={false} lines={linesOf(command)} />
          <div>
            <CopyButton text={command} label="Copy the command" />
          </div>
        </div>
      )}
    </li>
  );
}

/** An option a line, so that it fits; whoever selects it by hand still gets one command. */
const linesOf = (command: string): string[] =>
  command.split(/ (?=--|-l )/).map((line, index, all) => (index < all.length - 1 ? `${line} \\` : line));

/** What a new cluster has and lacks comes last, in the order of its steps. */
const inOrder = (conditions: readonly Condition[]): Condition[] =>
  conditions.toSorted((one, other) => placeOf(one) - placeOf(other));
const placeOf = ({ type }: Condition): number => BOOTSTRAP_CONDITIONS.findIndex((each) => each === type);

/** What does not hold yet while a wish is on its way, such as Cluster API's first probes of it, has not failed: a step would say so. */
function shapeOf({ type, status, reason }: Condition, comes: boolean): Shape {
  if (status === "Unknown") return "unreachable";
  const good = (status === "True") !== BAD_WHEN_TRUE.includes(type);
  if (good) return "ready";
  if (BAD_WHEN_TRUE.includes(type)) return "failed";
  return !comes && /Failed|Stuck|Error|Terminal/.test(reason) ? "failed" : "todo";
}

/** "MinimumNodesReady" is "Minimum nodes ready". */
const wordsOf = (reason: string): string => {
  const words = reason
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/\bdns\b/, "DNS");
  return words.charAt(0).toUpperCase() + words.slice(1);
};
