import type { ShownChange } from "../../resource/view.ts";
import type { UpgradeCheck } from "./upgrade-check.ts";

/** What a change would do to a cluster that Cluster API made. */
export interface ChangePreview {
  /** Of the spec that it was made from: the change is refused where another came in between. */
  generation: number;
  /** For people, a sentence each; none where it does nothing. */
  words: string[];
  /** Of the Cluster object, by the management cluster's own dry run. */
  changes: ShownChange[];
  /** Of an upgrade; where one does not hold, nothing was tried. */
  checks: UpgradeCheck[];
  /** What is known of the autoscaler, where a pool has bounds. */
  autoscaler: string | null;
}

/** Where a cluster may go from here, and what stands in the way. */
export interface UpgradeView {
  from: string;
  /** Oldest first; of what its class lists. */
  ways: UpgradeWay[];
  /** Its class lists no versions: any of this minor or the next may be typed. Null where it lists some. */
  typed: { next: string } | null;
  checks: UpgradeCheck[];
  /** What an upgrade that is under way still goes through; null where none is. */
  plan: string | null;
}
/** A version that the cluster may go to, with each that it goes through: every machine is replaced once for each. */
export interface UpgradeWay {
  version: string;
  through: string[];
}
