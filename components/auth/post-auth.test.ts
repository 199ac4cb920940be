import { expect, test } from "vitest";
import { refusalOf } from "./post-auth.ts";

test.each([
  ["a wrong password does not say which part was wrong", 401, null, /^E-mail address or password is wrong\./],
  ["a malformed address reads the same", 400, null, /^E-mail address or password is wrong\./],
  ["too many attempts say when the next is possible", 429, "42", /possible in 42.s\.$/],
  ["no answer at all", undefined, null, /^The console does not answer\./],
  ["a database that is away", 503, null, /database does not answer/],
])("%s", (_, status, retryAfter, sentence) => expect(refusalOf(status, retryAfter)).toMatch(sentence));
