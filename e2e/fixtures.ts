import { test as base, type Cookie } from "@playwright/test";
import { ADMIN, type Api, claimed } from "./support/api.ts";
import { type Product, startProduct } from "./support/product.ts";

/** One copy of the product a worker, claimed; `page` is signed in to it, `api` calls it as its pages do. */
export const test = base.extend<
  { signedIn: void; origin: string },
  { product: Product; api: Api; session: Cookie[] }
>({
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
  // one session a worker: signing in anew for every test meets the limit on tries
  session: [
    async ({ product, api: _claimed, playwright }, use) => {
      const request = await playwright.request.newContext();
      const answer = await request.post(`${product.origin}/api/auth/sign-in/email`, {
        data: { email: ADMIN.email, password: ADMIN.password },
        headers: { origin: product.origin },
      });
      if (!answer.ok()) throw new Error(`Signing in failed: ${answer.status()}`);
      const { cookies } = await request.storageState();
      await request.dispose();
      await use(cookies);
    },
    { scope: "worker", timeout: 60_000 },
  ],
  signedIn: [
    async ({ context, session }, use) => {
      await context.addCookies(session);
      await use();
    },
    { auto: true },
  ],
});
export { expect } from "@playwright/test";
