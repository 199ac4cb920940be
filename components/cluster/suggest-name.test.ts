import { expect, test } from "vitest";
import { suggestName } from "./suggest-name.ts";

test.each([
  ["kind-dev", "kind-dev"],
  ["arn:aws:eks:eu-central-1:123:cluster/Prod_1", "prod-1"],
  ["gke_project_zone_Batch", "gke-project-zone-batch"],
  [`${"a".repeat(39)}-b`, "a".repeat(39)],
  ["...", ""],
])("%s becomes %s", (given, name) => expect(suggestName(given)).toBe(name));
