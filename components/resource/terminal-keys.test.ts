import { expect, test } from "vitest";
import { bytesOf, createKeySender } from "./terminal-keys.ts";

const textOf = (base64: string) => new TextDecoder().decode(bytesOf(base64));

test("keys arrive in order, in pieces that fit, and what is typed meanwhile goes together", async () => {
  const sent: string[] = [];
  const waiting: (() => void)[] = [];
  const type = createKeySender(
    (base64) => {
      sent.push(textOf(base64));
      return new Promise<void>((resolve) => waiting.push(resolve));
    },
    () => undefined,
  );
  type("l");
  type("s");
  type(" é\r");
  expect(sent).toEqual(["l"]);
  waiting.shift()?.();
  await expect.poll(() => sent).toEqual(["l", "s é\r"]);
  type("x".repeat(5_000));
  waiting.shift()?.();
  await expect.poll(() => sent.length).toBe(3);
  waiting.shift()?.();
  await expect.poll(() => sent.slice(2).map(({ length }) => length)).toEqual([4_096, 904]);
});

test("what could not be sent is dropped and told, and the next keys are tried again", async () => {
  const lost: unknown[] = [];
  let answers = false;
  const sent: string[] = [];
  const type = createKeySender(
    (base64) => (answers ? Promise.resolve(sent.push(textOf(base64))) : Promise.reject(new Error("away"))),
    (error) => lost.push(error),
  );
  type("rm -rf /");
  await expect.poll(() => lost.length).toBe(1);
  answers = true;
  type("ls\r");
  await expect.poll(() => sent).toEqual(["ls\r"]);
});
