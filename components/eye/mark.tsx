import { lens } from "#charts/polar.ts";

/** The small eye of the product: in the rail, at sign-in, in the tab. */
export function Mark({ size = 20, className }: { size?: number; className?: string }) {
  return (
    <svg width={size} height={size} viewBox="-10 -10 20 20" aria-hidden="true" className={className}>
      <circle r={9} fill="none" stroke="var(--ink)" strokeWidth={1.6} />
      <path d={lens(2.6, 7)} fill="var(--ink)" />
    </svg>
  );
}
