"use client";
import Link from "next/link";
import { intensity } from "#charts/format.ts";
import { Eye } from "#components/eye/eye.tsx";
import { shortName } from "#components/eye/eye.sentence.ts";
import { useMinute } from "#components/eye/use-minute.ts";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { useTimeZone } from "#components/ui/clock.tsx";
import { Status } from "#components/ui/status.tsx";
import { Row, Table, Td, Th } from "#components/ui/table.tsx";
import { Countdown } from "#components/ui/time.tsx";
import { MOST_ZONES } from "#server/domain/carbon/range.ts";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import { failureTime } from "./zone.prepare.ts";
import { zonePath } from "./zone-tabs.tsx";
import { ageText, nextDayMean, nextWindow, partOfDay, windowText } from "./zones.prepare.ts";

interface ZonesTableProps {
  zones: readonly ZoneView[];
  /** To be compared; null where there is only one zone. */
  chosen: readonly string[] | null;
  onChoose: (zone: string, on: boolean) => void;
}

/** A row a zone: its Eye, its number with its age, when it opens, and whether its source answers. */
export function ZonesTable({ zones, chosen, onChoose }: ZonesTableProps) {
  return (
    <Table stack>
      <caption className="sr-only">Zones</caption>
      <thead>
        <tr>
          <Th lead>
            <span className="sr-only">Eye</span>
          </Th>
          <Th>Zone</Th>
          <Th number>Now</Th>
          <Th className="pl-6">Next window</Th>
          <Th number>Mean of the next 24 h</Th>
          <Th className="pl-6">Source</Th>
          {chosen && <Th>Compare</Th>}
        </tr>
      </thead>
      <tbody>
        {zones.map((zone) => (
          <ZoneRow key={zone.zone} zone={zone} chosen={chosen} onChoose={onChoose} />
        ))}
      </tbody>
    </Table>
  );
}

const TALL = "h-[58px] leading-[17px] max-touch:h-auto";

function ZoneRow({ zone, chosen, onChoose }: Omit<ZonesTableProps, "zones"> & { zone: ZoneView }) {
  const minute = useMinute();
  const timeZone = useTimeZone();
  const mean = nextDayMean(zone, minute);
  const part = mean && partOfDay(mean);
  const marked = chosen?.includes(zone.zone) === true;
  return (
    <Row data-testid={`zone-${zone.zone}`}>
      <Td lead className="w-[46px]">
        <Eye zone={zone} size={36} now={minute} hidden />
      </Td>
      <Td className={TALL}>
        <Link href={zonePath(zone.zone)} className="link font-[550]">
          {shortName(zone)}
        </Link>
        <small className="block text-small text-ink-3">
          {zone.zone}
          {zone.signalKind === "marginal" && ", marginal"}
        </small>
      </Td>
      <Td number className={zone.stale ? "text-ink-3" : undefined}>
        <span className="font-[550]">{zone.latest ? intensity(zone.latest.gramsPerKwh) : "–"}</span>
        <small className="block text-small font-normal text-ink-3" suppressHydrationWarning>
          {ageText(zone, minute, timeZone)}
        </small>
      </Td>
      <Td wide className="pl-6 max-touch:pl-0">
        <NextWindow zone={zone} now={minute} timeZone={timeZone} />
      </Td>
      <Td number wide className="max-touch:text-left">
        <span className="text-ink-3 touch:hidden">next 24&nbsp;h </span>
        {mean ? intensity(mean.gramsPerKwh) : <span className="text-ink-3">not foreseen</span>}
        {part && (
          <small className="block text-small text-ink-3 max-touch:ml-1 max-touch:inline">{part}</small>
        )}
      </Td>
      <Td wide className="pl-6 max-touch:pl-0">
        <Source zone={zone} timeZone={timeZone} />
      </Td>
      {chosen && (
        <Td wide className="touch:w-[84px]">
          <Checkbox
            label={<span className="touch:sr-only">Compare {shortName(zone)}</span>}
            checked={marked}
            disabled={!marked && chosen.length >= MOST_ZONES}
            onChange={(on) => onChoose(zone.zone, on)}
          />
        </Td>
      )}
    </Row>
  );
}

function NextWindow({ zone, now, timeZone }: { zone: ZoneView; now: Date; timeZone: string }) {
  const window = nextWindow(zone, now);
  const open = window !== undefined && window.opensAt <= now;
  return (
    <span suppressHydrationWarning className={window ? undefined : "text-ink-3"}>
      {windowText(zone, now, timeZone)}
      {window && (
        <small className="block text-small text-ink-3 max-touch:ml-2 max-touch:inline">
          {open ? "closes in " : "opens in "}
          <Countdown to={open ? window.closesAt : window.opensAt} />
        </small>
      )}
    </span>
  );
}

function Source({ zone, timeZone }: { zone: ZoneView; timeZone: string }) {
  const { failure, provenance, latest } = zone;
  return (
    <>
      <span className="text-ink-2">{provenance}</span>
      <small className="block max-w-[44ch] text-small text-ink-3">
        {failure ? (
          <>
            <Status shape="failed">Failed at {failureTime(zone, timeZone)}</Status> {failure.message}
          </>
        ) : latest ? (
          "answers"
        ) : (
          "not heard from yet"
        )}
      </small>
    </>
  );
}
