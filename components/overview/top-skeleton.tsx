import { Bar } from "#components/ui/skeleton.tsx";

/** An Eye's place, a sentence and three strips in pale bars. */
export function TopSkeleton() {
  return (
    <div
      role="status"
      aria-busy="true"
      aria-label="Loading the grid"
      className="mb-10 grid gap-6 desk:grid-cols-[372px_minmax(0,1fr)] desk:gap-12"
    >
      <h1 className="sr-only">Overview</h1>
      <span className="after-a-moment mx-auto block aspect-square w-full max-w-[314px] rounded-full border border-line" />
      <div className="grid content-start gap-4 pt-2">
        <Bar width="70%" className="h-6" />
        <Bar width="86%" className="h-3.5" />
        {["DE", "CISO", "PJM"].map((row) => (
          <Bar key={row} width="100%" className="mt-9 h-[30px]" />
        ))}
      </div>
    </div>
  );
}
