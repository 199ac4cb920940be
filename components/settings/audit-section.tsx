"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { QueryPart } from "#components/ui/query-part.tsx";
import { Section } from "#components/ui/section.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import { Time } from "#components/ui/time.tsx";
import { AUDIT_LINES, auditWords } from "./audit-words.ts";

/** Who did what. Lines are added, never changed. */
export function AuditSection() {
  const trpc = useTRPC();
  const [limit, setLimit] = useState(AUDIT_LINES);
  const audit = useQuery({
    ...trpc.setting.audit.queryOptions({ limit }),
    placeholderData: keepPreviousData,
  });
  return (
    <Section title="Who did what" aside="Kept for good. Nothing here is overwritten.">
      <QueryPart
        query={audit}
        failure="The log could not be read."
        loading={<TableSkeleton label="Loading the log" columns={["12%", "20%", "50%"]} />}
      >
        {(lines) => (
          <>
            <Table stack>
              <thead>
                <tr>
                  <Th className="w-28">Time</Th>
                  <Th className="w-48">Who</Th>
                  <Th>What</Th>
                </tr>
              </thead>
              <tbody>
                {lines.map(({ id, at, actor, action, subject }) => (
                  <tr key={id}>
                    <Td className="whitespace-nowrap text-ink-2">
                      <Time at={at} />
                    </Td>
                    <Td>{actor}</Td>
                    <Td wide>
                      {auditWords(action)} <span className="break-all">{subject}</span>
                    </Td>
                  </tr>
                ))}
              </tbody>
            </Table>
            {lines.length === limit && limit < 500 && (
              <Button
                small
                className="mt-3"
                busy={audit.isPlaceholderData}
                onClick={() => setLimit(Math.min(500, limit * 5))}
              >
                Show older lines
              </Button>
            )}
          </>
        )}
      </QueryPart>
    </Section>
  );
}
