/** A grid's key, and whether it has a source here. */
export function GridZone({ zone, watched }: { zone: string; watched: ReadonlySet<string> }) {
  return (
    <>
      {zone}
      {!watched.has(zone) && <span className="text-ink-3">, not watched yet</span>}
    </>
  );
}
