import { z } from "zod";
import { PolicyForm, type PolicyFormInput } from "./policy-form.ts";

/** Shape only: a draft may hold what the schema refuses, and must come back as it was typed. */
const Stored = z.object({
  at: z.coerce.date(),
  values: z.object({
    name: z.string(),
    clusterIds: z.array(z.string()),
    namespaces: z.array(z.string()),
    generation: z.number().nullable(),
    spec: z.object({ strategy: z.string(), maxDelay: z.string() }).loose(),
  }),
});
export interface StoredDraft {
  at: Date;
  values: PolicyFormInput;
}

const keyOf = (policyId: string | null) => `karbon-draft:policy:${policyId ?? "new"}`;
/** What was there when the editor opened; later writes of its own do not count as found. */
const found = new Map<string, StoredDraft | undefined>();
const listeners = new Set<() => void>();

/** Drafts stay in this browser until they are saved or discarded. A browser without storage keeps none. */
export const draftStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  found(policyId: string | null): StoredDraft | undefined {
    const key = keyOf(policyId);
    if (!found.has(key)) found.set(key, read(key));
    return found.get(key);
  },
  /** The next editor looks afresh. */
  forget: (policyId: string | null): boolean => found.delete(keyOf(policyId)),
  write(policyId: string | null, values: PolicyFormInput): void {
    try {
      localStorage.setItem(keyOf(policyId), JSON.stringify({ at: new Date(), values }));
    } catch {
      // full or forbidden: the form itself still holds the draft
    }
  },
  clear(policyId: string | null): void {
    found.set(keyOf(policyId), undefined);
    try {
      localStorage.removeItem(keyOf(policyId));
    } catch {
      // as above
    }
    for (const listener of listeners) listener();
  },
};

function read(key: string): StoredDraft | undefined {
  try {
    const { at, values } = Stored.parse(JSON.parse(localStorage.getItem(key) ?? ""));
    const known = PolicyForm.shape.spec.safeParse(values.spec);
    return {
      at,
      values: { ...values, spec: known.success ? known.data : (values.spec as PolicyFormInput["spec"]) },
    };
  } catch {
    return undefined;
  }
}
