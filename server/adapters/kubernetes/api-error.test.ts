import { expect, test, vi } from "vitest";
import { ApiError, isConflict, isNotFound } from "./api-error.ts";

test("an answer is known for what it is, though another copy of this module threw it", async () => {
  vi.resetModules();
  const { ApiError: Other } = await import("./api-error.ts");
  expect(Other).not.toBe(ApiError);
  const error = new Other(404, { message: "gone" });
  expect(error).toBeInstanceOf(ApiError);
  expect([isNotFound(error), isConflict(error)]).toEqual([true, false]);
});

test("any other error is none", () => {
  expect(new Error("x")).not.toBeInstanceOf(ApiError);
  expect({ name: "ApiError", status: 404 }).not.toBeInstanceOf(ApiError);
});
