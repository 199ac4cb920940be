import { Bar } from "#components/ui/skeleton.tsx";

/** Where a chart will stand, as tall as it will be. */
export function ChartSkeleton({ label, className }: { label: string; className: string }) {
  return (
    <div role="status" aria-busy="true" aria-label={label}>
      <Bar width="100%" className={className} />
    </div>
  );
}
