"use client";
import { Section } from "#components/ui/section.tsx";
import { Status, type Shape } from "#components/ui/status.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { Condition } from "#server/domain/conditions.ts";
import type { ClusterDetail } from "#server/domain/cluster/view.ts";

/** True is the bad news for these. */
const BAD_WHEN_TRUE = ["Stuck"];

/** What holds of it, each with its reason. */
export function ClusterConditions({ cluster }: { cluster: ClusterDetail }) {
  const { conditions } = cluster;
  if (conditions.length === 0) return null;
  const good = conditions.filter((condition) => shapeOf(condition) === "ready").length;
  return (
    <Section title="Conditions" aside={`${good} of ${conditions.length} as wanted`}>
      <Table>
        <thead>
          <tr>
            <Th>Condition</Th>
            <Th number>State</Th>
          </tr>
        </thead>
        <tbody>
          {conditions.map((condition) => (
            <tr key={condition.type}>
              <Td className="mono" title={condition.message}>
                {condition.type}
              </Td>
              <Td number>
                <Status shape={shapeOf(condition)}>{wordsOf(condition.reason)}</Status>
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}

function shapeOf({ type, status, reason }: Condition): Shape {
  if (status === "Unknown") return "unreachable";
  const good = (status === "True") !== BAD_WHEN_TRUE.includes(type);
  if (good) return "ready";
  return /Failed|Stuck|Error|Terminal/.test(reason) || BAD_WHEN_TRUE.includes(type) ? "failed" : "todo";
}

/** "MinimumNodesReady" is "Minimum nodes ready". */
const wordsOf = (reason: string): string => {
  const words = reason.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};
