"use client";
import { grams } from "#charts/format.ts";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { WorkloadRow } from "#server/domain/workload/view.ts";

const known = (value: number | null) =>
  value === null ? <span className="text-ink-3">not known</span> : grams(value);

/** What was expected, beside what came true. */
export function CameTrue({ row }: { row: WorkloadRow }) {
  const { gramsNow, gramsPlanned, gramsMeasured, gramsAtSubmission } = row;
  if ([gramsNow, gramsPlanned, gramsMeasured, gramsAtSubmission].every((value) => value === null))
    return (
      <p className="text-ink-2">
        Neither what it was to emit nor what it did is known: the readings of its run are missing.
      </p>
    );
  const foreseen = gramsNow !== null && gramsPlanned !== null ? gramsNow - gramsPlanned : null;
  const saved =
    gramsAtSubmission !== null && gramsMeasured !== null ? gramsAtSubmission - gramsMeasured : null;
  return (
    <Table data-testid="came-true">
      <caption className="sr-only">Expected and measured</caption>
      <thead>
        <tr>
          <Th>
            <span className="sr-only">Measure</span>
          </Th>
          <Th number>Expected</Th>
          <Th number>{row.group === "running" ? "Measured so far" : "Measured"}</Th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <Td className="text-ink-2">Emitted</Td>
          <Td number>{known(gramsPlanned)}</Td>
          <Td number>{known(gramsMeasured)}</Td>
        </tr>
        <tr>
          <Td className="text-ink-2">Had it started at once</Td>
          <Td number>{known(gramsNow)}</Td>
          <Td number>{known(gramsAtSubmission)}</Td>
        </tr>
        <tr>
          <Td className="font-semibold">Saved</Td>
          <Td number>{known(foreseen)}</Td>
          <Td number className="font-semibold">
            {known(saved)}
          </Td>
        </tr>
      </tbody>
    </Table>
  );
}
