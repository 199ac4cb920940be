const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const FIBRES = Array.from({ length: 120 }, (_, fibre) => fibre);

/** The Eye before it knows a grid: everything in its place, nothing in colour, no length that would be a number. */
export function WatchingEye() {
  return (
    <svg viewBox="-180 -180 360 360" aria-hidden="true" className="block h-auto w-full">
      <circle r="152" fill="none" className="stroke-line-2" />
      {HOURS.map((hour) => (
        <path
          key={hour}
          d={`M0 -149V${hour % 6 === 0 ? -158 : -155}`}
          transform={`rotate(${hour * 15})`}
          className={hour % 6 === 0 ? "stroke-control" : "stroke-line-2"}
        />
      ))}
      {FIBRES.map((fibre) => (
        <path
          key={fibre}
          d="M0 -82V-144"
          transform={`rotate(${fibre * 3 + 1.5})`}
          className="stroke-line"
          strokeWidth="1.2"
        />
      ))}
      <circle r="76" fill="none" className="stroke-control" strokeDasharray="1.5 4.5" />
      <circle r="47" fill="none" className="stroke-line-2" strokeDasharray="1.5 4.5" />
      <circle r="42" fill="none" className="stroke-control" strokeWidth="1.2" strokeDasharray="3 4" />
      <path d="M0 -79Q26 0 0 79Q-26 0 0 -79Z" className="fill-pupil stroke-paper" strokeWidth="5" />
      <path d="M0 -79Q26 0 0 79Q-26 0 0 -79Z" className="fill-pupil stroke-pupil-edge" strokeWidth="1.4" />
      <path d="M0 -75V-160" className="stroke-paper" strokeWidth="4.5" />
      <path d="M0 -75V-160" className="stroke-ink" strokeWidth="1.5" />
    </svg>
  );
}
