/** The stream of live updates, as the bar tells it. */
export type Connection =
  | { kind: "connecting"; failures: number; lostAt: Date | null }
  | { kind: "live" }
  | { kind: "waiting"; failures: number; lostAt: Date; retryAt: Date };

export type ConnectionEvent = "opened" | "lost" | "retry";

export const FIRST: Connection = { kind: "connecting", failures: 0, lostAt: null };

const DELAYS_S = [1, 2, 4, 8];
const LONGEST_S = 10;

/** The next state. A loss waits 1 s, then 2, 4, 8 and 10; `lostAt` stays the first loss until the stream is open again. */
export function nextConnection(state: Connection, event: ConnectionEvent, now: Date): Connection {
  switch (event) {
    case "opened":
      return { kind: "live" };
    case "retry":
      return state.kind === "waiting" ? { ...state, kind: "connecting" } : state;
    case "lost": {
      if (state.kind === "waiting") return state;
      const failures = state.kind === "live" ? 0 : state.failures;
      const lostAt = state.kind === "live" ? now : (state.lostAt ?? now);
      const delayS = DELAYS_S[failures] ?? LONGEST_S;
      return { kind: "waiting", failures: failures + 1, lostAt, retryAt: new Date(+now + delayS * 1_000) };
    }
  }
}

/** One word for the bar, and the seconds where there are any. */
export function connectionWord(state: Connection, now: Date): string {
  switch (state.kind) {
    case "live":
      return "Live";
    case "connecting":
      return state.lostAt ? "Reconnecting" : "Connecting";
    case "waiting":
      return `Reconnecting in ${Math.max(1, Math.ceil((+state.retryAt - +now) / 1_000))}\u00a0s`;
  }
}

/** A restart is over within this; only what lasts longer earns the strip. */
export const STRIP_AFTER_MS = 3_000;
