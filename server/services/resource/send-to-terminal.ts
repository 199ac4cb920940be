import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import type { TerminalInput } from "#server/domain/resource/terminal.ts";

/** Keys, or another size. A session that ended, or is another person's, hears nothing: its own page says that it ended. */
export async function sendToTerminal(app: App, input: TerminalInput): Promise<void> {
  authorise(app.actor, "operate", "type in a pod's terminal");
  await app.terminals.send(app.actor.id, input);
}
