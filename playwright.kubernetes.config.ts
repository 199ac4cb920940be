import base from "./playwright.config.ts";

/** Browser tests that need the programs of real Kubernetes: a part of `npm run test:kubernetes`. */
export default {
  ...base,
  testDir: "e2e/kubernetes",
  testMatch: "*.browser.ts",
  workers: 1,
  use: { ...base.use, actionTimeout: 60_000 }, // a click that finds nothing is told long before the test's own end
  outputDir: ".playwright/kubernetes-results",
};
