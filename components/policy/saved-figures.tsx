"use client";
import { useMemo } from "react";
import { DelayCurve } from "#charts/delay-curve.tsx";
import { percentTenths } from "#charts/format.ts";
import { classes } from "#components/ui/classes.ts";
import { useTimeZone } from "#components/ui/clock.tsx";
import { DraftMark, InForceMark } from "#components/ui/draft-mark.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import { curveSentence, savedBasis, savedCurve, savedRows, savedSentence } from "./saved.prepare.ts";
import type { Found } from "./use-tried.ts";

interface SavedFiguresProps {
  found: Found;
  /** Of an earlier draft. */
  faded: boolean;
  /** Of the grid. */
  name: string;
}

/** The answer in a sentence, in figures beside those of what is in force, and by longest wait. */
export function SavedFigures({ found: { trial, view }, faded, name }: SavedFiguresProps) {
  const timeZone = useTimeZone();
  const rows = useMemo(() => savedRows(trial, view), [trial, view]);
  const model = useMemo(() => savedCurve(trial, view), [trial, view]);
  const compared = trial.inForce !== undefined;
  const quiet = faded ? "text-ink-3" : undefined;
  return (
    <div className="grid items-start gap-x-10 gap-y-6 touch:max-wide:grid-cols-2">
      <div className="min-w-0">
        <p aria-live="polite" className={classes("mb-3.5 min-h-12 text-title font-[500] text-pretty", quiet)}>
          {savedSentence(trial, view)}
        </p>
        <Table>
          <caption className="sr-only">What the policy would have saved</caption>
          <thead>
            <tr>
              <Th>
                <span className="sr-only">Figure</span>
              </Th>
              {compared && (
                <Th number>
                  <InForceMark />
                  In force
                </Th>
              )}
              <Th number>
                {compared ? (
                  <span className={classes("font-semibold", quiet ?? "text-lapis")}>
                    <DraftMark />
                    Draft
                  </span>
                ) : (
                  "Tried"
                )}
              </Th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.name}>
                <Td className={row.ideal ? "text-ink-3" : (quiet ?? "text-ink-2")}>{row.name}</Td>
                {compared && (
                  <Td number className={row.ideal ? "text-ink-3" : quiet}>
                    {row.inForce ?? "not tried"}
                  </Td>
                )}
                <Td number className={row.ideal ? "text-ink-3" : classes(quiet, compared && !faded && DRAFT)}>
                  {row.tried}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
      <div className="min-w-0">
        <DelayCurve
          model={model}
          sentence={curveSentence(model)}
          caption="Over the same time, by the same forecasts."
          measured
          faded={faded}
          say={percentTenths}
        />
        <p className="mt-3 text-small text-pretty text-ink-3" suppressHydrationWarning>
          {savedBasis(trial, view.tried, name, timeZone)}
        </p>
      </div>
    </div>
  );
}

const DRAFT = "font-semibold text-lapis";
