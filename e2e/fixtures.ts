import { test as base } from "@playwright/test";
import { ADMIN, type Api, claimed } from "./support/api.ts";
import { type Product, startProduct } from "./support/product.ts";

/** One copy of the product a worker, claimed; `page` is signed in to it, `api` calls it as its pages do. */
export const test = base.extend<{ signedIn: void; origin: string }, { product: Product; api: Api }>({
  product: [
    async ({}, use) => {
      const product = await startProduct({ KARBON_CLOCK: "2026-06-10T06:10:00Z@1" }); // an evening in California: what is submitted waits
      await use(product);
      await product.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  api: [async ({ product }, use) => use(await claimed(product.origin)), { scope: "worker", timeout: 60_000 }],
  origin: async ({ product }, use) => use(product.origin),
  baseURL: async ({ product }, use) => use(product.origin),
  signedIn: [
    async ({ context, product, api: _claimed }, use) => {
      const answer = await context.request.post(`${product.origin}/api/auth/sign-in/email`, {
        data: { email: ADMIN.email, password: ADMIN.password },
        headers: { origin: product.origin },
      });
      if (!answer.ok()) throw new Error(`Signing in failed: ${answer.status()}`);
      await use();
    },
    { auto: true },
  ],
});
export { expect } from "@playwright/test";
