import { MOST_INPUT_BYTES } from "#server/domain/resource/terminal.ts";

const encoder = new TextEncoder();

/** Keys in the order they were typed, one message under way at a time; what is typed meanwhile goes together with the next. */
export function createKeySender(
  send: (base64: string) => Promise<unknown>,
  onLost: (error: unknown) => void,
) {
  let waiting = new Uint8Array();
  let busy = false;

  async function drain(): Promise<void> {
    busy = true;
    try {
      while (waiting.length > 0) {
        const piece = waiting.subarray(0, MOST_INPUT_BYTES);
        waiting = waiting.slice(piece.length);
        await send(btoa(String.fromCharCode(...piece)));
      }
    } catch (error) {
      waiting = new Uint8Array(); // typed into the dark: nothing of it may arrive later
      onLost(error);
    } finally {
      busy = false;
    }
  }

  return (text: string): void => {
    const typed = encoder.encode(text);
    const all = new Uint8Array(waiting.length + typed.length);
    all.set(waiting);
    all.set(typed, waiting.length);
    waiting = all;
    if (!busy) void drain();
  };
}

export const bytesOf = (base64: string): Uint8Array =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
