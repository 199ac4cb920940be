"use client";
import { useQueryClient } from "@tanstack/react-query";
import { type RefObject, useState } from "react";
import { chartPng, type PictureWords } from "#charts/chart-png.ts";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button, Buttons } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.tsx";
import { exportName, historyCsv } from "#server/domain/carbon/history-csv.ts";
import { type Range, RANGE_WORDS } from "#server/domain/carbon/range.ts";
import { saveFile } from "./save-file.ts";

interface ExportButtonsProps {
  zones: readonly string[];
  range: Range;
  now: Date;
  /** Where the chart stands. */
  chart: RefObject<HTMLElement | null>;
  words: () => PictureWords;
}

/** Every reading of the range as a CSV, and the chart as a picture that says what it is. */
export function ExportButtons({ zones, range, now, chart, words }: ExportButtonsProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [busy, setBusy] = useState<"csv" | "png" | null>(null);
  const nameOf = (ending: string) => exportName(zones.join("+"), range, now, ending);
  const run = async (kind: "csv" | "png", failure: string, make: () => Promise<Blob>) => {
    setBusy(kind);
    try {
      saveFile(await make(), nameOf(kind));
    } catch (error) {
      toast.failed({ fact: failure, consequence: error instanceof Error ? error.message : String(error) });
    } finally {
      setBusy(null);
    }
  };
  const csv = async () => {
    const views = await Promise.all(
      zones.map((zone) =>
        queryClient.fetchQuery({ ...trpc.carbon.history.queryOptions({ zone, range }), staleTime: 0 }),
      ),
    );
    return new Blob([historyCsv(views)], { type: "text/csv;charset=utf-8" });
  };
  const png = async () => {
    if (!chart.current) throw new Error("There is no chart to draw yet.");
    return chartPng(chart.current, words());
  };
  const last = `the last ${RANGE_WORDS[range]}`;
  return (
    <Buttons>
      <Button
        small
        busy={busy === "csv"}
        aria-label={`Download CSV: every reading of ${last}`}
        onClick={() => void run("csv", "The CSV could not be made.", csv)}
      >
        Download CSV
      </Button>
      <Button
        small
        busy={busy === "png"}
        aria-label="Download PNG: the chart as a picture"
        onClick={() => void run("png", "The picture could not be made.", png)}
      >
        Download PNG
      </Button>
    </Buttons>
  );
}
