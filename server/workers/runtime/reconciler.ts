export interface Reconciler {
  readonly name: string;
  /**
   * Reads the world, moves it one step nearer to what is wanted, and says when to look again.
   * @throws Waiting, UserError, TerminalError, or anything else, which is retried with back-off
   */
  reconcile(key: string, signal: AbortSignal): Promise<{ requeueAfterMs: number } | undefined>;
  /** Every key there is, for the resync: a nudge can be lost. */
  keys?(): Promise<readonly string[]>;
}
