import base from "./playwright.config.ts";

/** Browser tests that need the programs of real Kubernetes: a part of `npm run test:kubernetes`. */
export default {
  ...base,
  testDir: "e2e/kubernetes",
  testMatch: "*.browser.ts",
  workers: 1,
  outputDir: ".playwright/kubernetes-results",
};
