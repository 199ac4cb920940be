import type { ProviderName } from "./spec.ts";

/** What a person must know of a provider wherever one of its clusters is shown. */
interface ProviderWords {
  title: string;
  /** Stands at the cluster's name; null where all of it is real. */
  tag: string | null;
  /** One line for a table. */
  line: string;
}

export const PROVIDER_WORDS: Record<ProviderName, ProviderWords> = {
  sandbox: { title: "Sandbox", tag: "simulated", line: "Sandbox, nothing real runs here" },
  local: { title: "Local", tag: "simulated nodes", line: "Local: real API, simulated nodes" },
  "cluster-api": { title: "Cluster API", tag: null, line: "Made by Cluster API" },
  imported: { title: "Imported", tag: null, line: "Imported by its kubeconfig" },
};

/** Whether no real work runs on its nodes: then no electricity is used, and what waiting saves is simulated too. */
export const isSimulated = (provider: ProviderName): boolean =>
  provider === "sandbox" || provider === "local";
