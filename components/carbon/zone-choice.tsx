"use client";
import { shortName } from "#components/eye/eye.sentence.ts";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Section } from "#components/ui/section.tsx";
import { MOST_ZONES } from "#server/domain/carbon/range.ts";
import type { ZoneView } from "#server/domain/carbon/view.ts";

interface ZoneChoiceProps {
  known: readonly ZoneView[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

/** Which zones are compared; they are drawn in the order in which they were chosen. */
export function ZoneChoice({ known, chosen, onChange }: ZoneChoiceProps) {
  const full = chosen.length >= MOST_ZONES;
  return (
    <Section
      title="Zones compared"
      aside={
        full ? `${MOST_ZONES} at most: take one away to choose another` : `${chosen.length} of ${MOST_ZONES}`
      }
    >
      <div role="group" aria-label="Zones compared" className="flex flex-wrap gap-x-8 gap-y-1">
        {known.map((zone) => {
          const on = chosen.includes(zone.zone);
          return (
            <Checkbox
              key={zone.zone}
              label={shortName(zone)}
              help={zone.signalKind === "marginal" ? `${zone.zone}, marginal` : zone.zone}
              checked={on}
              disabled={!on && full}
              onChange={(next) =>
                onChange(next ? [...chosen, zone.zone] : chosen.filter((each) => each !== zone.zone))
              }
            />
          );
        })}
      </div>
    </Section>
  );
}
