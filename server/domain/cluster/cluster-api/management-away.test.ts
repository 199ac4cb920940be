import { expect, test } from "vitest";
import { managementAway } from "./management-away.ts";

const GOES_ON = "The cluster goes on without it";

test.each([
  [
    "nobody listens",
    "home",
    undefined,
    "https://m cannot be reached: nothing listens there.",
    "NoAnswer",
    /^The management cluster home does not answer: https:\/\/m cannot be reached: nothing listens there\. .*Start it again, or mend the way to it/,
  ],
  [
    "an error without a full stop",
    "home",
    undefined,
    "etcdserver: request timed out",
    "NoAnswer",
    /^The management cluster home does not answer: etcdserver: request timed out\. /,
  ],
  [
    "a reason that says nothing of it",
    "home",
    "SomethingElse",
    "No.",
    "NoAnswer",
    /^The management cluster home does not answer: No\. /,
  ],
  [
    "credentials that are refused",
    "home",
    "CredentialsRefused",
    "https://m refuses the credentials (401).",
    "CredentialsRefused",
    /^The management cluster home does not let us in: .* \(401\)\. .*Replace its credentials\.$/,
  ],
  [
    "a right that lacks",
    "home",
    "Forbidden",
    "https://m forbids it: no secrets.",
    "Forbidden",
    /^The management cluster home does not let us look: .*Give its credentials that right/,
  ],
  [
    "disconnected",
    undefined,
    "ManagementGone",
    "Any.",
    "ManagementGone",
    /^The management cluster that makes it is not connected any more\. .*Connect it again under Settings\.$/,
  ],
])("%s: who, what goes on, what to do", (_, name, reason, message, expected, words) => {
  const told = managementAway(name, { reason, message });
  expect(told).toMatchObject({ answers: false, reason: expected, message: expect.stringMatching(words) });
  expect(told.message).toContain(GOES_ON);
  expect(told.message).not.toMatch(/Unreachable|is down/);
});
