"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { CandidateChart } from "#charts/candidate-chart.tsx";
import { when } from "#charts/format.ts";
import { useMay } from "#components/shell/me.tsx";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button, Buttons } from "#components/ui/button.tsx";
import { QueryPart } from "#components/ui/query-part.tsx";
import { Glyph } from "#components/ui/status.tsx";
import { Bar } from "#components/ui/skeleton.tsx";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import { sentenceOf } from "#server/domain/job/sentence.ts";
import { durationSentence } from "#server/domain/workload/why.ts";
import type { WorkloadDetail, WorkloadRow } from "#server/domain/workload/view.ts";
import { CameTrue } from "./came-true.tsx";
import { DecisionHistory } from "./decision-history.tsx";
import { powerSentence } from "./power.prepare.ts";
import { RunNow } from "./run-now.tsx";
import { useWorkloadVerbs } from "./use-workload-verbs.ts";

interface WorkloadExplainProps {
  row: WorkloadRow;
  zone: ZoneView | undefined;
  now: Date;
  timeZone: string;
}

/** The opened row: every start and its grams, why this one, and what would change it. */
export function WorkloadExplain({ row, zone, now, timeZone }: WorkloadExplainProps) {
  const trpc = useTRPC();
  const { cluster, namespace, name } = row;
  const detail = useQuery({
    ...trpc.workload.get.queryOptions({ cluster, namespace, name }),
    refetchInterval: 30_000,
  });
  return (
    <tr className="max-touch:-mx-4 max-touch:block! max-touch:bg-paper-2 max-touch:px-4!">
      <td
        colSpan={8}
        className="h-auto! bg-paper-2 px-4! pt-1! pb-5! whitespace-normal touch:pl-9! max-touch:px-0!"
      >
        <QueryPart
          query={detail}
          failure={`${namespace}/${name} could not be read.`}
          loading={<Bar width="60%" className="my-16" />}
        >
          {(data) => <Explained detail={data} zone={zone} now={now} timeZone={timeZone} />}
        </QueryPart>
      </td>
    </tr>
  );
}

interface ExplainedProps extends Omit<WorkloadExplainProps, "row"> {
  detail: WorkloadDetail;
}

function Explained({ detail, zone, now, timeZone }: ExplainedProps) {
  const { row, policy } = detail;
  const start = row.startedAt ?? row.releaseAt;
  // where the why is the row's own sentence, it is said in the reader's time zone
  const why = detail.why === row.sentence ? sentenceOf(row, (at) => when(at, now, timeZone)) : detail.why;
  return (
    <div className="grid items-start gap-x-9 gap-y-4 desk:grid-cols-[minmax(0,1fr)_300px]">
      <div className="grid min-w-0 gap-4">
        {detail.candidates.length > 1 && (
          <CandidateChart detail={detail} windows={zone?.windows ?? []} now={now} timeZone={timeZone} />
        )}
        {row.group !== "waiting" && <CameTrue row={row} />}
        <DecisionHistory decisions={detail.decisions} now={now} timeZone={timeZone} />
      </div>
      <div className="grid gap-3 text-pretty text-ink-2">
        <Part title={start ? `Why ${when(start, now, timeZone)}` : "Why"}>{why}</Part>
        {row.group === "waiting" && detail.whatWouldChangeIt && (
          <Part title="What would change it">{detail.whatWouldChangeIt}</Part>
        )}
        <p>{durationSentence(detail.duration)}</p>
        {detail.notes.map((note) => (
          <p key={note} className="flex gap-1.5">
            <Glyph shape="drifted" className="mt-1 shrink-0" />
            {note}
          </p>
        ))}
        <p>
          Policy{" "}
          {policy.id ? (
            <Link className="link" href={`/policies/${encodeURIComponent(policy.name)}`}>
              {policy.name}
            </Link>
          ) : (
            `${policy.name}, until one is written`
          )}
          .
        </p>
        <p>
          {powerSentence(row, detail.power)}{" "}
          <Link className="link" href="/settings#power">
            Estimated
          </Link>
          .
        </p>
        <Actions row={row} />
      </div>
    </div>
  );
}

function Part({ title, children }: { title: string; children: string }) {
  return (
    <div>
      <h3 className="mb-1 font-semibold text-ink">{title}</h3>
      <p>{children}</p>
    </div>
  );
}

function Actions({ row }: { row: WorkloadRow }) {
  const mayOperate = useMay("operate");
  const { hold, holding } = useWorkloadVerbs(row);
  if (row.group !== "waiting") return null;
  if (!mayOperate)
    return <p className="text-small text-ink-3">Running it now or holding it takes the role operator.</p>;
  return (
    <Buttons>
      <span className="touch:hidden">
        <RunNow row={row} />
      </span>
      {row.reason === "HeldByPerson" ? (
        <p className="self-center text-small text-ink-3">Held until its latest start.</p>
      ) : (
        <Button small busy={holding} onClick={hold}>
          Hold until its latest start
        </Button>
      )}
    </Buttons>
  );
}
