"use client";
import { useState } from "react";
import { counted } from "#charts/format.ts";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import { CLOUD_REGIONS } from "#server/domain/carbon/cloud-regions.ts";
import type { Places } from "#server/domain/carbon/places.ts";
import { GridZone } from "./grid-zone.tsx";
import { regionsLike } from "./places-draft.ts";

const MOST_SHOWN = 12;

/** The table that decides where nobody said otherwise: looked up, not read from end to end. */
export function RegionsTable({ places, watched }: { places: Places; watched: ReadonlySet<string> }) {
  const [text, setText] = useState("");
  const found = regionsLike(text, places);
  return (
    <details className="mt-4">
      <summary className="cursor-pointer text-ink-2 hover:text-ink">
        Look up one of {CLOUD_REGIONS.length} cloud regions
      </summary>
      <Field className="mt-2 mb-2 max-w-80" label="Region, provider or grid">
        {(ids) => (
          <Input {...ids} type="search" value={text} onChange={({ target }) => setText(target.value)} />
        )}
      </Field>
      {found.length === 0 ? (
        <p className="text-ink-2">No region is called so. Set it as a place of your own.</p>
      ) : (
        <Table>
          <thead>
            <tr>
              <Th>Region</Th>
              <Th>Provider</Th>
              <Th>Grid</Th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, MOST_SHOWN).map(({ region, provider, gridZone, overridden }) => (
              <tr key={`${provider} ${region}`}>
                <Td className="mono break-all">{region}</Td>
                <Td className="text-ink-2">{provider}</Td>
                <Td>
                  <GridZone zone={overridden ?? gridZone} watched={watched} />
                  {overridden !== undefined && <span className="text-ink-3"> (set by you)</span>}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      <p className="mt-2 text-small text-ink-3">
        {found.length > MOST_SHOWN && `${counted(found.length - MOST_SHOWN, "region", "regions")} more. `}
        Derived from GreenKube, Apache-2.0, and from the providers&apos; own lists: a suggestion, which a
        person confirms.
      </p>
    </details>
  );
}
