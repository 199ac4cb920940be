"use client";
import { useQuery } from "@tanstack/react-query";
import { date, span } from "#charts/format.ts";
import { capturedSentence } from "#charts/skill-chart.prepare.ts";
import { SkillChart } from "#charts/skill-chart.tsx";
import { useTRPC } from "#components/shell/trpc.ts";
import { useTimeZone } from "#components/ui/clock.tsx";
import { QueryPart } from "#components/ui/query-part.tsx";
import { Section } from "#components/ui/section.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { SkillView } from "#server/domain/carbon/history-view.ts";
import type { Skill } from "#server/domain/backtest/skill.ts";
import { ChartSkeleton } from "./chart-skeleton.tsx";

/** What the forecast is worth: the saving it captures first, its errors after. */
export function SkillSection({ zone }: { zone: string }) {
  const trpc = useTRPC();
  const skill = useQuery(trpc.carbon.skill.queryOptions({ zone }));
  return (
    <Section title="What the forecast is worth" aside="error in g/kWh" className="mb-10">
      <QueryPart
        query={skill}
        failure="The forecast could not be judged."
        loading={<ChartSkeleton label="Judging the forecast" className="h-[300px]" />}
      >
        {(view) => (view.skill ? <Worth skill={view.skill} /> : <TooLittle view={view} />)}
      </QueryPart>
    </Section>
  );
}

function TooLittle({ view: { historyMs } }: { view: SkillView }) {
  const known = historyMs > 0 ? `There are ${span(historyMs)} of readings` : "There are no readings yet";
  return (
    <p className="text-ink-2">{`${known}; our forecaster is judged from about three and a half weeks on.`}</p>
  );
}

function Worth({ skill }: { skill: Skill }) {
  const timeZone = useTimeZone();
  const caption = `Our forecaster at ${skill.origins.toLocaleString("en-GB")} hours, ${date(skill.from, timeZone)} to ${date(skill.to, timeZone)}, each time seeing only what was over then. Seasonal naive: the same hour of the newest day.`;
  return (
    <>
      <p className="mb-2.5 text-ink-2">{capturedSentence(skill)}</p>
      <Table>
        <caption className="sr-only">Mean absolute error by horizon</caption>
        <thead>
          <tr>
            <Th>Ahead</Th>
            <Th number>Ours</Th>
            <Th number>Seasonal naive</Th>
          </tr>
        </thead>
        <tbody>
          {skill.rows.map(({ horizonHours, maeOurs, maeSeasonalNaive }) => (
            <tr key={horizonHours}>
              <Td className="h-7">{horizonHours}&nbsp;h</Td>
              <Td number className="h-7 font-[550]">
                {maeOurs.toFixed(1)}
              </Td>
              <Td number className="h-7 text-ink-2">
                {maeSeasonalNaive.toFixed(1)}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
      <div className="mt-4">
        <SkillChart skill={skill} caption={caption} />
      </div>
    </>
  );
}
