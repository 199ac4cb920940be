/** How much may be done at once, as of a moment of real time. */
export interface Bucket {
  tokens: number;
  atMs: number;
}

const BURST_SECONDS = 0.1; // a whole second's worth at once would be the stampede again

const mostOf = (perSecond: number): number => Math.max(1, perSecond * BURST_SECONDS);

/** What the bucket holds at `nowMs`; it fills by `perSecond`, up to a tenth of a second's worth and one at the least. */
export function filled({ tokens, atMs }: Bucket, perSecond: number, nowMs: number): Bucket {
  const added = (Math.max(0, nowMs - atMs) / 1_000) * perSecond;
  return { tokens: Math.min(mostOf(perSecond), tokens + added), atMs: nowMs };
}

/** How long until there is a whole token, ms; 0 when there is. */
export const msUntilToken = ({ tokens }: Bucket, perSecond: number): number =>
  tokens >= 1 ? 0 : Math.max(1, Math.ceil(((1 - tokens) / perSecond) * 1_000));

export const FULL: Bucket = { tokens: Infinity, atMs: 0 };
