import type { Clock } from "#server/domain/clock.ts";
import type { Kind } from "../kind/kind.ts";
import type { Registry } from "../kind/registry.ts";
import type { Stored } from "../object.ts";
import type { Store } from "../store/store.ts";

/** How a write came in. */
export interface WriteOptions {
  /** The field manager that the change is booked on. */
  manager: string;
  dryRun: boolean;
  fieldValidation: "Strict" | "Warn" | "Ignore";
  warn: (message: string) => void;
  /** From a controller inside the process: may change what no client may, such as a namespace's spec.finalizers. */
  internal: boolean;
}

export interface Admission {
  operation: "CREATE" | "UPDATE" | "DELETE";
  kind: Kind;
  namespace: string | undefined;
  name: string;
  subresource: string | undefined;
  object: Stored;
  oldObject: Stored | undefined;
}

export interface Core {
  store: Store;
  registry: Registry;
  clock: Clock;
  /** Asks the webhooks; gives the object as they want it, or undefined when none had anything to say. */
  admit(request: Admission, options: WriteOptions): Promise<Stored | undefined>;
}
