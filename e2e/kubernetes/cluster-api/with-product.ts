import { type Product, startProduct } from "../../support/product.ts";
import { type Management, startManagement } from "./management.ts";

/** A product and a management cluster that it may be connected to, side by side. Neither outlives a failure of the other. */
export async function startWithProduct(
  ...managers: Parameters<typeof startManagement>
): Promise<{ product: Product; management: Management }> {
  const [product, management] = await Promise.allSettled([startProduct(), startManagement(...managers)]);
  if (product.status === "fulfilled" && management.status === "fulfilled")
    return { product: product.value, management: management.value };
  for (const started of [product, management]) if (started.status === "fulfilled") await started.value.stop();
  throw product.status === "rejected" ? product.reason : (management as PromiseRejectedResult).reason;
}
