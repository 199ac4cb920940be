"use client";
import { memo, useId, useMemo } from "react";
import { useTimeZone } from "#components/ui/clock.tsx";
import { MINUTE_MS } from "#server/domain/clock.ts";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import { type EyeJob, prepareEye } from "./eye.prepare.ts";
import { eyeSentence } from "./eye.sentence.ts";
import { FullEye } from "./full-eye.tsx";
import { kindOf } from "./geometry.ts";
import { MediumEye } from "./medium-eye.tsx";
import { MiniEye } from "./mini-eye.tsx";

export interface EyeProps {
  zone: ZoneView;
  /** px; picks the geometry: 220 and up, 48 to 219, below. */
  size: number;
  now: Date;
  /** The Job it stands beside. */
  job?: EyeJob | null | undefined;
  /** Where the row says the same in words. */
  hidden?: boolean;
  className?: string;
}

/** What the grid does, in one picture: up is now, a quarter turn is six hours. */
export function Eye({ zone, size, now, job, hidden, className }: EyeProps) {
  const timeZone = useTimeZone();
  // a minute turns the dial by a quarter degree; drawing it each second would change nothing that shows
  const minute = Math.floor(+now / MINUTE_MS) * MINUTE_MS;
  return (
    <Drawn
      zone={zone}
      size={size}
      minute={minute}
      timeZone={timeZone}
      releaseAt={job?.releaseAt ? +job.releaseAt : null}
      latestStart={job?.latestStart ? +job.latestStart : null}
      durationMs={job?.durationMs ?? null}
      hidden={hidden === true}
      className={className}
    />
  );
}

interface DrawnProps {
  zone: ZoneView;
  size: number;
  minute: number;
  timeZone: string;
  releaseAt: number | null;
  latestStart: number | null;
  /** null: beside no Job */
  durationMs: number | null;
  hidden: boolean;
  className: string | undefined;
}

const dateOf = (at: number | null) => (at === null ? null : new Date(at));

const Drawn = memo(function Drawn(props: DrawnProps) {
  const { zone, size, minute, timeZone, releaseAt, latestStart, durationMs, hidden, className } = props;
  const id = useId();
  const now = useMemo(() => new Date(minute), [minute]);
  const model = useMemo(() => {
    const job = {
      releaseAt: dateOf(releaseAt),
      latestStart: dateOf(latestStart),
      durationMs: durationMs ?? 0,
    };
    return prepareEye(zone, now, durationMs === null ? null : job);
  }, [zone, now, releaseAt, latestStart, durationMs]);
  const svg = {
    width: size,
    height: size,
    className,
    ...(hidden
      ? { "aria-hidden": true as const }
      : { role: "img", "aria-label": eyeSentence(zone, now, timeZone) }),
  };
  switch (kindOf(size)) {
    case "mini":
      return <MiniEye model={model} svg={svg} />;
    case "medium":
      return <MediumEye id={id} model={model} svg={svg} now={now} timeZone={timeZone} />;
    case "full":
      return (
        <FullEye id={id} model={model} svg={svg} now={now} timeZone={timeZone} size={size} zone={zone} />
      );
  }
});
