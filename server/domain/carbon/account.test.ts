import { expect, test } from "vitest";
import { SaveAccount } from "./account.ts";

const account = { name: "ours", source: "electricity-maps", secrets: { token: "abc-123" } };

test.each<[string, object]>([
  ["a token", account],
  [
    "a user and a password, with a space in it",
    { ...account, source: "watttime", secrets: { username: "ada", password: "täglich grün" } },
  ],
])("%s is taken", (_, input) => expect(SaveAccount.safeParse(input).success).toBe(true));

test.each<[string, object, string, string]>([
  ["no name", { ...account, name: " " }, "name", "Give the account a name, such as our Electricity Maps."],
  ["no token", { ...account, secrets: {} }, "secrets.token", "Give the API token."],
  [
    "a token of two lines",
    { ...account, secrets: { token: "abc\ndef" } },
    "secrets.token",
    "The API token holds spaces or characters that no key has. Paste it again, whole and on one line.",
  ],
  [
    "an endless token",
    { ...account, secrets: { token: "x".repeat(2_001) } },
    "secrets.token",
    "The API token has more than 2,000 characters.",
  ],
  [
    "half an account",
    { ...account, source: "watttime", secrets: { username: "ada" } },
    "secrets.password",
    "Give the password.",
  ],
  [
    "an optional key, alone and left out",
    { ...account, source: "eia", secrets: {} },
    "secrets.apiKey",
    "Give the API key.",
  ],
  [
    "a key of another source",
    { ...account, secrets: { token: "a", password: "b" } },
    "secrets",
    "Electricity Maps takes the API token and nothing else.",
  ],
  [
    "a source without a key",
    { ...account, source: "energy-charts" },
    "source",
    "Energy-Charts asks for no key.",
  ],
  [
    "a source that is none",
    { ...account, source: "crystal-ball" },
    "source",
    "Choose one of the sources that take a key: EIA, Electricity Maps, WattTime, ENTSO-E.",
  ],
])("%s is refused with a sentence", (_, input, path, message) => {
  const issues = SaveAccount.safeParse(input).error?.issues ?? [];
  expect(issues.map((issue) => [issue.path.join("."), issue.message])).toEqual([[path, message]]);
});
