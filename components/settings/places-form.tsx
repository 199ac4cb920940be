"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "#components/shell/me.tsx";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { PartError } from "#components/ui/note.tsx";
import { Row, RowActions, Table, Td, Th } from "#components/ui/table.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { Places } from "#server/domain/carbon/places.ts";
import { GridZone } from "./grid-zone.tsx";
import { checkPlace, type PlaceDraft } from "./places-draft.ts";

interface PlacesProps {
  places: Places;
  /** Grid zones that have a source. */
  watched: ReadonlySet<string>;
}
const EMPTY: PlaceDraft = { place: "", gridZone: "" };

/** Places of one's own: added and removed one by one, with a way back. */
export function PlacesForm({ places, watched }: PlacesProps) {
  const mayAdminister = useMay("administer");
  const [draft, setDraft] = useState(EMPTY);
  const [shown, setShown] = useState(false);
  const save = useSavePlaces();
  const checked = checkPlace(draft, places);
  const errors = shown ? checked.errors : undefined;
  const rows = Object.entries(places).toSorted(([a], [b]) => (a < b ? -1 : 1));

  function remove(place: string): void {
    const { [place]: gone, ...left } = places;
    save.mutate(left, {
      onSuccess: () =>
        toast.done({
          fact: `${place} is removed.`,
          consequence: "The table of cloud regions decides again.",
          verb: {
            label: "Undo",
            onClick: () => gone !== undefined && save.mutate({ ...left, [place]: gone }),
          },
        }),
    });
  }

  return (
    <>
      {rows.length > 0 && (
        <Table stack className="mb-3">
          <thead>
            <tr>
              <Th>Place</Th>
              <Th>Grid</Th>
              <Th number>
                <span className="sr-only">Actions</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([place, gridZone]) => (
              <Row key={place}>
                <Td className="mono">{place}</Td>
                <Td wide>
                  <GridZone zone={gridZone} watched={watched} />
                </Td>
                <Td number wide>
                  {mayAdminister && (
                    <RowActions>
                      <Button small kind="quiet" busy={save.isPending} onClick={() => remove(place)}>
                        Remove<span className="sr-only"> {place}</span>
                      </Button>
                    </RowActions>
                  )}
                </Td>
              </Row>
            ))}
          </tbody>
        </Table>
      )}
      {save.error && (
        <PartError className="mb-3" title="The places stay as they were.">
          {save.error.message}
        </PartError>
      )}
      {mayAdminister ? (
        <form
          noValidate
          className="grid items-start gap-3 touch:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]"
          onSubmit={(event) => {
            event.preventDefault();
            setShown(true);
            if (checked.errors) return;
            save.mutate(
              { ...places, [checked.place]: checked.gridZone },
              {
                onSuccess: () => {
                  setDraft(EMPTY);
                  setShown(false);
                },
              },
            );
          }}
        >
          <Field label="Region or topology zone" help="Such as eu-central-1 or rack-7." error={errors?.place}>
            {(ids) => (
              <Input
                {...ids}
                mono
                value={draft.place}
                onChange={({ target }) => setDraft({ ...draft, place: target.value })}
              />
            )}
          </Field>
          <Field label="Grid" help="A grid's key, such as DE." error={errors?.gridZone}>
            {(ids) => (
              <Input
                {...ids}
                mono
                value={draft.gridZone}
                onChange={({ target }) => setDraft({ ...draft, gridZone: target.value })}
              />
            )}
          </Field>
          <Button type="submit" className="touch:mt-[25px]" busy={save.isPending}>
            Set the place
          </Button>
        </form>
      ) : (
        <p className="text-small text-ink-3">An administrator sets places.</p>
      )}
    </>
  );
}

function useSavePlaces() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return useMutation(
    trpc.setting.savePlaces.mutationOptions({
      onSuccess: (saved) => queryClient.setQueryData(trpc.setting.places.queryKey(), saved),
    }),
  );
}
