/** The sign of searching. */
export function Loupe({ className }: { className?: string }) {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      aria-hidden="true"
      className={className}
    >
      <circle cx="7" cy="7" r="4.6" />
      <path d="M10.5 10.5 14.5 14.5" />
    </svg>
  );
}
