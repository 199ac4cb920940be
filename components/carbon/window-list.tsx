"use client";
import { clock, span, when } from "#charts/format.ts";
import { useMinute } from "#components/eye/use-minute.ts";
import { useTimeZone } from "#components/ui/clock.tsx";
import { Section } from "#components/ui/section.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import { Countdown } from "#components/ui/time.tsx";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import { DAY_MS } from "#server/domain/clock.ts";
import { windowRows, type WindowRow, windowRule } from "./windows.prepare.ts";

/** When it is clean next, window by window. */
export function WindowList({ zone }: { zone: ZoneView }) {
  const minute = useMinute();
  const rows = windowRows(zone, minute);
  return (
    <Section title="Windows ahead" aside={rows.length > 0 ? "g/kWh" : undefined} className="mb-10">
      <p className="mb-2.5 max-w-[60ch] text-ink-2">{windowRule(zone)}</p>
      {rows.length > 0 && (
        <Table>
          <caption className="sr-only">Windows ahead</caption>
          <thead>
            <tr>
              <Th>Opens</Th>
              <Th>Closes</Th>
              <Th number>Lowest</Th>
              <Th number>Mean</Th>
              <Th number>In</Th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <WindowLine key={+row.opensAt} row={row} now={minute} />
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}

function WindowLine({ row: { opensAt, closesAt, lowest, mean }, now }: { row: WindowRow; now: Date }) {
  const timeZone = useTimeZone();
  const open = opensAt <= now;
  const sameDay = +closesAt - +opensAt < DAY_MS;
  return (
    <tr suppressHydrationWarning>
      <Td>{open ? "open now" : when(opensAt, now, timeZone)}</Td>
      <Td>
        {sameDay ? clock(closesAt, timeZone) : when(closesAt, now, timeZone)}
        <span className="text-ink-3">, {span(+closesAt - Math.max(+now, +opensAt))}</span>
      </Td>
      <Td number>{Math.round(lowest)}</Td>
      <Td number>{mean === null ? "–" : Math.round(mean)}</Td>
      <Td number>{open ? "now" : <Countdown to={opensAt} />}</Td>
    </tr>
  );
}
