/** Thousandths of each resource: 0.1 CPU and 1 Gi stay whole numbers. */
export type Resources = Readonly<Record<string, number>>;

const FACTOR: Record<string, number> = {
  "": 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
  Ti: 1024 ** 4,
  Pi: 1024 ** 5,
};
const QUANTITY = /^([+-]?\d+(?:\.\d*)?|\.\d+)(?:e([+-]?\d+)|([numkMGTP]|[KMGTP]i))?$/i;

/** Thousandths of a Kubernetes quantity such as "500m", "2" or "64Gi"; undefined for what is none. */
export function parseQuantity(quantity: string | number | undefined): number | undefined {
  const match = QUANTITY.exec(String(quantity ?? "").trim());
  if (!match) return undefined;
  const [, digits, exponent = "0", suffix = ""] = match;
  const factor = FACTOR[suffix];
  return factor === undefined
    ? undefined
    : Math.ceil(Number(digits) * 10 ** Number(exponent) * factor * 1_000);
}

export function parseResources(
  quantities: Readonly<Record<string, string | number>> = {},
): Record<string, number> {
  const parsed = Object.entries(quantities).map(
    ([name, quantity]) => [name, parseQuantity(quantity) ?? 0] as const,
  );
  return Object.fromEntries(parsed);
}

export const addResources = (into: Record<string, number>, more: Resources): Record<string, number> => {
  for (const [name, amount] of Object.entries(more)) into[name] = (into[name] ?? 0) + amount;
  return into;
};
