/** The dragon's eye as a mark: a ring and an upright slit. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="-10 -10 20 20" aria-hidden="true" className="flex-none">
      <circle r="9" fill="none" className="stroke-ink" strokeWidth="1.6" />
      <path d="M0 -7Q5.2 0 0 7Q-5.2 0 0 -7Z" className="fill-ink" />
    </svg>
  );
}
