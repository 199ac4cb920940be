import { Bar } from "#components/ui/skeleton.tsx";

/** The real layout in pale bars. */
export function ZoneSkeleton({ label }: { label: string }) {
  return (
    <div role="status" aria-busy="true" aria-label={label}>
      <h1 className="sr-only">Carbon</h1>
      <div className="mb-8 flex items-center gap-7">
        <span className="after-a-moment block size-[148px] flex-none rounded-full border border-line" />
        <div className="grid flex-1 gap-4">
          <Bar width="220px" className="h-9" />
          <Bar width="420px" className="h-3.5" />
        </div>
      </div>
      <Bar width="100%" className="h-[372px]" />
    </div>
  );
}
