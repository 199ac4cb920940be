/** The draft (lapis diamond) against what is in force (hollow ink circle). */
export function DraftMark() {
  return (
    <span
      aria-hidden="true"
      className="mr-1.5 inline-block size-[9px] bg-lapis [clip-path:polygon(50%_0,100%_50%,50%_100%,0_50%)]"
    />
  );
}
export function InForceMark() {
  return (
    <span
      aria-hidden="true"
      className="mr-1.5 inline-block size-[9px] rounded-full border-[1.4px] border-ink"
    />
  );
}
