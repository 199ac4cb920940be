"use client";
import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Note, PartError } from "#components/ui/note.tsx";
import { TRIED_WORDS } from "#server/domain/carbon/source-titles.ts";
import { checkPlace, type PlaceDraft } from "./place-draft.ts";

interface GridWeatherProps {
  place: PlaceDraft;
  onChange: (place: PlaceDraft) => void;
  errors: Record<string, string>;
}

/** Where the wind and cloud of a grid are read, for forecasts of ours. What is wrong is said as one types. */
export function GridWeather({ place, onChange, errors }: GridWeatherProps) {
  const trpc = useTRPC();
  const trial = useMutation(trpc.carbon.testWeather.mutationOptions());
  const checked = checkPlace(place);
  // half a place is not wrong yet while the other half is to come
  const typed = (key: keyof PlaceDraft) =>
    errors[key] ?? (!checked.ok && place[key].trim() !== "" ? checked.errors[key] : undefined);
  const change = (part: Partial<PlaceDraft>) => {
    trial.reset();
    onChange({ ...place, ...part });
  };
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1 font-[550]">Weather (US only)</legend>
      <p className="text-small text-pretty text-ink-3">
        Wind and cloud at one place, by the US National Weather Service, without a key. Where a live source
        gives no forecast, ours learns from them. A replayed series is foreseen without.{" "}
        {TRIED_WORDS["documented payloads"]}
      </p>
      <div className="grid gap-4 touch:grid-cols-[1fr_1fr_auto]">
        <Field label="Latitude (optional)" help="Degrees north, such as 37.77." error={typed("latitude")}>
          {(ids) => (
            <Input
              {...ids}
              mono
              inputMode="text"
              value={place.latitude}
              onChange={({ target }) => change({ latitude: target.value })}
            />
          )}
        </Field>
        <Field
          label="Longitude (optional)"
          help="Degrees east, so -122.42 in the west."
          error={typed("longitude")}
        >
          {(ids) => (
            <Input
              {...ids}
              mono
              inputMode="text"
              value={place.longitude}
              onChange={({ target }) => change({ longitude: target.value })}
            />
          )}
        </Field>
        <Button
          small
          kind="quiet"
          className="justify-self-start touch:mt-7"
          busy={trial.isPending}
          disabled={!checked.ok || checked.weather === null}
          onClick={() => {
            if (checked.ok && checked.weather) trial.mutate(checked.weather);
          }}
        >
          {trial.isPending ? "Asking" : "Test"}
          <span className="sr-only"> the weather</span>
        </Button>
      </div>
      {trial.error && <PartError title="It was not asked.">{trial.error.message}</PartError>}
      {trial.data && (
        <Note failed={!trial.data.answered}>
          <p role="status" className="text-pretty">
            {trial.data.message}
          </p>
        </Note>
      )}
    </fieldset>
  );
}
