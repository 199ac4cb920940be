import { z } from "zod";
import type { Db } from "#server/adapters/db/client.ts";
import { listen } from "#server/adapters/db/listen.ts";
import { TerminalInput } from "#server/domain/resource/terminal.ts";

const CHANNEL = "karbon_terminal";
const Message = z.object({ actorId: z.string(), input: TerminalInput });

export interface Terminals {
  readonly open: number;
  /** Until `close`, what that person sends to that session comes to `onInput`, whichever console it was sent to. */
  add(
    session: { id: string; actorId: string },
    onInput: (input: TerminalInput) => void,
  ): { close: () => void };
  send(actorId: string, input: TerminalInput): Promise<void>;
  stop(): Promise<void>;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * A shell lives in the console that opened it, and a key may arrive at any of them: the others pass it on through Postgres.
 * One LISTEN connection a process, from the first shell on.
 */
export function createTerminals(db: Db, databaseUrl: string): Terminals {
  const sessions = new Map<string, { actorId: string; onInput: (input: TerminalInput) => void }>();
  const stopped = new AbortController();
  let listening: Promise<void> | undefined;

  /** Somebody else's session is as if it were not there. */
  function deliver(actorId: string, input: TerminalInput): boolean {
    const session = sessions.get(input.session);
    if (session?.actorId !== actorId) return session !== undefined;
    session.onInput(input);
    return true;
  }

  return {
    get open() {
      return sessions.size;
    },
    add({ id, actorId }, onInput) {
      listening ??= listen(databaseUrl, CHANNEL, stopped.signal, {
        onReady: () => undefined,
        onPayload: (payload) => {
          const { data } = Message.safeParse(jsonIn(payload)); // whoever has the database may say anything on a channel
          if (data) deliver(data.actorId, data.input);
        },
      });
      const session = { actorId, onInput };
      if (!sessions.has(id)) sessions.set(id, session);
      return { close: () => void (sessions.get(id) === session && sessions.delete(id)) };
    },
    async send(actorId, input) {
      if (deliver(actorId, input)) return;
      await db.$executeRaw`select pg_notify(${CHANNEL}, ${JSON.stringify({ actorId, input })})`;
    },
    async stop() {
      stopped.abort();
      await listening;
    },
  };
}
