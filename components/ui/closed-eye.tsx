const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** A closed eye: nothing is known yet. For lists without rows; the living Eye is in components/eye. */
export function ClosedEye({ size = 148 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="-60 -60 120 120"
      role="img"
      aria-label="A closed eye: nothing is here yet"
    >
      <circle r="54" fill="none" className="stroke-line-2" />
      {HOURS.map((hour) => (
        <path
          key={hour}
          d={`M0 -52V${hour % 6 === 0 ? -57.6 : -56}`}
          transform={`rotate(${hour * 15})`}
          className={hour % 6 === 0 ? "stroke-control" : "stroke-line-2"}
        />
      ))}
      <circle r="23.6" fill="none" className="stroke-control" strokeDasharray="1 5.2" />
      <circle r="19" fill="none" className="stroke-control" strokeWidth="1.2" strokeDasharray="3 4" />
      <path d="M0 -27Q6.4 0 0 27Q-6.4 0 0 -27Z" className="fill-paper stroke-ink-3" strokeWidth=".9" />
      <path d="M0 -25V-58" className="stroke-paper" strokeWidth="2.6" />
      <path d="M0 -25V-58" className="stroke-ink" strokeWidth="1.2" />
    </svg>
  );
}
