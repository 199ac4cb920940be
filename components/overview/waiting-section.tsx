"use client";
import Link from "next/link";
import { counted, grams } from "#charts/format.ts";
import { Eye } from "#components/eye/eye.tsx";
import { useMinute } from "#components/eye/use-minute.ts";
import { Section } from "#components/ui/section.tsx";
import { Tag } from "#components/ui/status.tsx";
import { Row, Table, Td, Th } from "#components/ui/table.tsx";
import { Countdown } from "#components/ui/time.tsx";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import type { WorkloadRow } from "#server/domain/workload/view.ts";
import { bySaving } from "./overview.prepare.ts";

const SHOWN = 6;

interface WaitingSectionProps {
  rows: readonly WorkloadRow[];
  zones: readonly ZoneView[];
}

/** What waits, and why: the largest savings; the rest is a link away. */
export function WaitingSection({ rows, zones }: WaitingSectionProps) {
  const now = useMinute();
  return (
    <Section
      title="What waits, and why"
      aside={
        rows.length > 0 && (
          <>
            largest saving first ·{" "}
            <Link href="/workloads?group=waiting" className="link">
              {rows.length === 1 ? "The waiting Job" : `All ${counted(rows.length, "waiting Job")}`}
            </Link>
          </>
        )
      }
    >
      {rows.length === 0 ? (
        <p className="py-2 text-ink-2">
          No Job waits. Held Jobs stand here with their reason and the minute they start.
        </p>
      ) : (
        <Table stack>
          <caption className="sr-only">Waiting Jobs, largest saving first</caption>
          <thead>
            <tr>
              <Th lead className="w-9">
                <span className="sr-only">Window</span>
              </Th>
              <Th>Job</Th>
              <Th hide>Cluster</Th>
              <Th wide>Why</Th>
              <Th number hide>
                Saves
              </Th>
              <Th number>Releases in</Th>
            </tr>
          </thead>
          <tbody>
            {bySaving(rows)
              .slice(0, SHOWN)
              .map((row) => (
                <WaitingRow
                  key={row.uid}
                  row={row}
                  zone={zones.find(({ zone }) => zone === row.zone)}
                  now={now}
                />
              ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}

function WaitingRow({ row, zone, now }: { row: WorkloadRow; zone: ZoneView | undefined; now: Date }) {
  return (
    <Row>
      <Td lead>{zone && <Eye zone={zone} size={24} now={now} job={row} hidden className="block" />}</Td>
      <Td>
        <Link
          href={`/workloads?text=${encodeURIComponent(row.name)}`}
          title={`${row.namespace}/${row.name}`}
          className="link block w-fit max-w-[300px] truncate max-touch:whitespace-normal max-touch:wrap-anywhere"
        >
          <span className="text-ink-3">{row.namespace}/</span>
          {row.name}
        </Link>
      </Td>
      <Td hide className="whitespace-nowrap text-ink-2">
        {row.cluster}
        {row.simulated && <Tag className="ml-1.5">simulated</Tag>}
      </Td>
      <Td wide className="text-ink-2 max-touch:order-last touch:py-1.5">
        {row.sentence}
      </Td>
      <Td number hide>
        {row.savingGrams === null ? <span className="text-ink-3">not known</span> : grams(row.savingGrams)}
      </Td>
      <Td number>
        {row.releaseAt ? (
          <Countdown to={row.releaseAt} past="any moment" />
        ) : (
          <span className="text-ink-3">not known</span>
        )}
      </Td>
    </Row>
  );
}
