import { expect, test } from "vitest";
import { parse } from "yaml";
import { jobManifest } from "./manifest.ts";

test("the manifest is a Job that asks to be carbon-aware", () => {
  expect(parse(jobManifest())).toMatchObject({
    kind: "Job",
    metadata: { annotations: { "carbon-aware.io/enabled": "true", "carbon-aware.io/max-delay": "12h" } },
  });
});
