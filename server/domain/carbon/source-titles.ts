import type { SignalKind } from "./intensity.ts";
import type { SourceName } from "./source-config.ts";
import { LOCAL_SOURCES } from "./source-titles-local.ts";
import { NETWORK_SOURCES } from "./source-titles-network.ts";

/** What a source must be told besides: kept encrypted, never shown again. */
export interface SourceSecret {
  key: string;
  title: string;
  help: string;
  required: boolean;
}

/** One part of a source's public setting, as a form asks for it. */
export interface SourceField {
  key: string;
  label: string;
  help: string;
  kind: "text" | "select" | "number";
  options?: readonly { value: string; label: string }[];
  required: boolean;
}

/** How far a source was tried by us. No machine of ours reaches a live API, and each source says so. */
export type Tried = "no network" | "recorded payloads" | "documented payloads" | "live";

export const TRIED_WORDS: Readonly<Record<Tried, string>> = {
  "no network": "Needs no network.",
  "recorded payloads": "Tried against recorded payloads only, never live.",
  "documented payloads": "Tried only against payloads written after its documentation, never live.",
  live: "Tried live.",
};

export interface SourceTitle {
  name: SourceName;
  title: string;
  detail: string;
  /** Works without any secret. */
  keyless: boolean;
  /** Of carbon-aware-sdk and http-signal, the setting says which. */
  signalKind: SignalKind;
  secrets: readonly SourceSecret[];
  /** For a form that is made from them; recorded, replay and static have forms of their own. */
  fields: readonly SourceField[];
  /** The documented limit of its API, in words; empty where nothing is asked. */
  limit: string;
  tried: Tried;
  /** How old its newest reading is as a rule, by its documentation: forecasts are made from it all the same. 0 when absent. */
  latenessMs?: number;
}

export const SOURCES: readonly SourceTitle[] = [...LOCAL_SOURCES, ...NETWORK_SOURCES];

export const sourceTitleOf = (source: string): SourceTitle | undefined =>
  SOURCES.find(({ name }) => name === source);
