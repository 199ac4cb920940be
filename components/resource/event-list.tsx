"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "#components/shell/trpc.ts";
import { QueryPart } from "#components/ui/query-part.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import { Ago } from "#components/ui/time.tsx";
import type { EventView } from "#server/domain/resource/view.ts";
import type { Target } from "./object-panel.tsx";

/** What the cluster noted of this object. It forgets after an hour. */
export function EventList({ target }: { target: Target }) {
  const trpc = useTRPC();
  const events = useQuery({ ...trpc.resource.events.queryOptions(target), refetchInterval: 10_000 });
  return (
    <QueryPart
      query={events}
      failure="The events could not be read."
      loading={<TableSkeleton label="Loading the events" columns={["10%", "16%", "50%"]} />}
    >
      {(all) =>
        all.length === 0 ? (
          <p className="text-ink-2">
            No event is kept of it. A cluster forgets its events after an hour or so.
          </p>
        ) : (
          <EventTable events={all} />
        )
      }
    </QueryPart>
  );
}

function EventTable({ events }: { events: readonly EventView[] }) {
  return (
    <Table stack data-testid="events">
      <caption className="sr-only">Events, the latest first</caption>
      <thead>
        <tr>
          <Th className="w-28">Last seen</Th>
          <Th className="w-44">Reason</Th>
          <Th>What happened</Th>
          <Th number className="w-16">
            Times
          </Th>
        </tr>
      </thead>
      <tbody>
        {events.map(({ uid, type, reason, message, count, lastAt, by }) => (
          <tr key={uid}>
            <Td className="whitespace-nowrap text-ink-2 max-touch:order-2">
              {lastAt ? <Ago at={lastAt} /> : "not known"}
            </Td>
            <Td className="font-[550]">
              {reason}
              {type === "Warning" && <span className="block text-small font-normal text-ink-3">warning</span>}
            </Td>
            <Td wide className="py-1.5! break-words max-touch:order-3">
              {message}
              {by && <span className="block text-small text-ink-3">{by}</span>}
            </Td>
            <Td hide number className="text-ink-2">
              {count}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
