import { describe, expect, test } from "vitest";
import {
  connectionWord,
  FIRST,
  nextConnection,
  type Connection,
  type ConnectionEvent,
} from "./connection.ts";

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 22, 7, 0, seconds));
const after = (...steps: [ConnectionEvent, number][]): Connection =>
  steps.reduce<Connection>((state, [event, seconds]) => nextConnection(state, event, at(seconds)), FIRST);

describe("what the bar says", () => {
  test.each<[string, [ConnectionEvent, number][], number, string]>([
    ["the first connection is being made", [], 0, "Connecting"],
    ["it is open", [["opened", 1]], 1, "Live"],
    [
      "it was lost: the first retry is after a second",
      [
        ["opened", 1],
        ["lost", 5],
      ],
      5,
      "Reconnecting in 1 s",
    ],
    [
      "lost twice in a row: two seconds",
      [
        ["opened", 1],
        ["lost", 5],
        ["retry", 6],
        ["lost", 6],
      ],
      6,
      "Reconnecting in 2 s",
    ],
    [
      "the countdown runs",
      [
        ["opened", 0],
        ["lost", 5],
        ["retry", 6],
        ["lost", 6],
        ["retry", 8],
        ["lost", 8],
      ],
      10,
      "Reconnecting in 2 s",
    ],
    [
      "by hand, it tries at once",
      [
        ["opened", 1],
        ["lost", 5],
        ["retry", 5],
      ],
      5,
      "Reconnecting",
    ],
    [
      "a success forgets the failures",
      [
        ["opened", 0],
        ["lost", 5],
        ["retry", 6],
        ["opened", 7],
        ["lost", 9],
      ],
      9,
      "Reconnecting in 1 s",
    ],
    ["never open, then lost: it is a first failure too", [["lost", 5]], 5, "Reconnecting in 1 s"],
  ])("%s", (_, steps, seconds, word) => {
    expect(connectionWord(after(...steps), at(seconds)).replace("\u00a0", " ")).toBe(word);
  });
});

test("disconnected since the first loss, however many retries failed", () => {
  const state = after(["opened", 0], ["lost", 5], ["retry", 6], ["lost", 7], ["retry", 9], ["lost", 12]);
  expect(state).toMatchObject({ kind: "waiting", lostAt: at(5) });
});

test("a second report of the same loss changes nothing", () => {
  const once = after(["opened", 0], ["lost", 5]);
  expect(nextConnection(once, "lost", at(6))).toBe(once);
});
