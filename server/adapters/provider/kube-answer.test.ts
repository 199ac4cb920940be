import { expect, test } from "vitest";
import { UserError } from "#server/domain/errors.ts";
import { ApiError } from "../kubernetes/api-error.ts";
import { explain, isUnreachable, REFUSED_CREDENTIALS } from "./kube-answer.ts";

const SERVER = "https://10.0.0.1:6443";
const refused = () => Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });

test("one that cannot be reached is named, with the reason", () => {
  const error = explain(refused(), SERVER);
  expect(error.message).toBe(`${SERVER} cannot be reached: nothing listens there.`);
  expect(isUnreachable(error)).toBe(true);
});

test("of one cluster that is asked in the middle of asking another, it is that one that was not reached", () => {
  const inner = explain(refused(), "https://10.9.9.9:443");
  expect(explain(inner, SERVER).message).toBe(
    "https://10.9.9.9:443 cannot be reached: nothing listens there.",
  );
});

test("credentials that are not taken are for a person", () => {
  const error = explain(new ApiError(401, {}), SERVER);
  expect(error).toBeInstanceOf(UserError);
  expect(error).toMatchObject({ reason: REFUSED_CREDENTIALS });
});
