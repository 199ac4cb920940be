"use client";
import { useState } from "react";
import { areSamePools, type PoolDraft } from "./pool-draft.ts";

/**
 * What is typed of the pools, kept until it is taken or discarded, whoever changes what meanwhile. `overtaken`: what is there is not
 * any more what was typed over.
 */
export function usePoolDrafts(there: readonly PoolDraft[]) {
  const [begun, setBegun] = useState(there);
  const [pools, setPools] = useState(there);
  const discard = () => {
    setBegun(there);
    setPools(there);
  };
  const overtaken = !areSamePools(begun, there);
  const changed = !areSamePools(pools, there);
  if (overtaken && (!changed || areSamePools(pools, begun))) discard(); // nothing typed is lost by it
  return { pools, setPools, changed, overtaken: overtaken && changed, discard };
}
