"use client";
import { Section } from "#components/ui/section.tsx";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import { CarbonPolicySpec } from "#server/domain/policy/spec.ts";
import { SavedFigures } from "./saved-figures.tsx";
import { SavedProgress } from "./saved-progress.tsx";
import type { Trial } from "./saved.prepare.ts";
import type { DraftZone } from "./use-draft-zone.ts";
import type { PolicyDraftState } from "./use-policy-draft.ts";
import { useTried } from "./use-tried.ts";
import { ZoneAside } from "./zone-aside.tsx";

interface SavedSectionProps {
  draft: PolicyDraftState;
  isNew: boolean;
  grid: DraftZone;
}

/** The draft as it stands, tried on the zone's own past: as it decides now, by what was known then. */
export function SavedSection({ draft, isNew, grid }: SavedSectionProps) {
  const { zone } = grid;
  return (
    <Section title="What it would have saved" aside={<ZoneAside {...grid} />}>
      {zone ? (
        <OnGrid draft={draft} isNew={isNew} zone={zone} />
      ) : (
        <p className="text-ink-2">No grid is known, so there is no past to try it on.</p>
      )}
    </Section>
  );
}

function trialOf({ spec, changed, inForce }: PolicyDraftState, isNew: boolean, { zone }: ZoneView): Trial {
  return { zone, policy: spec, inForce: isNew || !changed ? undefined : inForce.spec };
}

const UNSOUND = "The form has an error, so nothing is tried until that is mended.";
const OFF = "Switched off, every Job would have started at once and saved nothing.";

function OnGrid({ draft, isNew, zone }: Omit<SavedSectionProps, "grid"> & { zone: ZoneView }) {
  const { enabled } = draft.spec;
  const sound = CarbonPolicySpec.safeParse(draft.values.spec).success;
  const trial = sound && enabled ? trialOf(draft, isNew, zone) : undefined;
  const tried = useTried(trial);
  // the past of another grid says nothing of this one, nor a policy that holds of one that does not
  const shown = enabled && tried.found?.trial.zone === zone.zone ? tried.found : undefined;
  return (
    <>
      {!trial && <p className="mb-3 text-ink-2">{enabled || !sound ? UNSOUND : OFF}</p>}
      {trial && <SavedProgress tried={tried} name={zone.name} shown={shown !== undefined} />}
      {shown && (
        <div aria-busy={tried.running}>
          <SavedFigures found={shown} faded={tried.old || !sound} name={zone.name} />
        </div>
      )}
    </>
  );
}
