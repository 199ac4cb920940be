"use client";
import { useQuery } from "@tanstack/react-query";
import { rampColor } from "#charts/ramp.ts";
import { useTRPC } from "#components/shell/trpc.ts";
import { useNow } from "#components/ui/clock.tsx";
import { nextDay } from "./next-day.prepare.ts";

const WIDTH = 120;
const GAP = 0.8;

/** The next 24 h of a grid as a strip of hours, its green windows above. Decoration: the carbon page says it in words. */
export function NextDay({ zone }: { zone: string }) {
  const trpc = useTRPC();
  const zones = useQuery(trpc.carbon.zones.queryOptions());
  const now = useNow(60_000);
  const view = zones.data?.find((candidate) => candidate.zone === zone);
  if (!view) return null;
  const { cells, windows } = nextDay(view, now);
  if (cells.length === 0) return <span className="text-ink-3">no forecast</span>;
  return (
    <svg
      width={WIDTH}
      height="10"
      viewBox={`0 0 ${WIDTH} 10`}
      aria-hidden="true"
      className="block"
      suppressHydrationWarning
    >
      {cells.map(({ from, to, gramsPerKwh }) => (
        <rect
          key={from}
          x={from * WIDTH}
          width={Math.max(0.5, (to - from) * WIDTH - GAP)}
          y="3"
          height="7"
          fill={rampColor(gramsPerKwh)}
        />
      ))}
      {windows.map(({ from, to }) => (
        <rect
          key={from}
          x={from * WIDTH}
          width={(to - from) * WIDTH}
          y="0"
          height="1.6"
          className="fill-window"
        />
      ))}
    </svg>
  );
}
