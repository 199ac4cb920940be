const WORDS = [
  "heron",
  "alder",
  "basalt",
  "cedar",
  "dune",
  "ember",
  "fjord",
  "garnet",
  "hazel",
  "islet",
  "juniper",
  "kestrel",
  "larch",
  "marsh",
  "nettle",
  "onyx",
  "pine",
  "quartz",
  "rowan",
  "slate",
  "thistle",
  "umber",
  "vale",
  "willow",
] as const;

/** A name nobody has, easy to say: "heron-1". `pick` is in [0, 1). */
export function suggestName(taken: ReadonlySet<string>, pick: number): string {
  const first = Math.floor(pick * WORDS.length);
  for (let round = 1; ; round += 1) {
    for (let step = 0; step < WORDS.length; step += 1) {
      const name = `${WORDS[(first + step) % WORDS.length]}-${round}`;
      if (!taken.has(name)) return name;
    }
  }
}
