const DECIMAL = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
const BINARY = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
const FORM = /^\+?(?<sign>-?)(?<whole>\d*)(?:\.(?<fraction>\d*))?(?<suffix>[numkMGTPE]|[KMGTPE]i)?$/;
const NANO = 1_000_000_000n;
const known = new Map<string, string>();

/** Divides out `base` as often as it goes, at most to the end of `suffixes`. */
function shorten(value: bigint, base: bigint, suffixes: readonly string[]): string {
  let rest = value;
  let power = 0;
  while (rest !== 0n && rest % base === 0n && power < suffixes.length - 1) {
    rest /= base;
    power += 1;
  }
  return `${rest}${suffixes[power] ?? ""}`;
}

const present = (groups: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(groups).filter(([, text]) => text !== undefined));

function canonical(text: string): string {
  const groups = FORM.exec(text)?.groups;
  if (!groups || !/\d/.test(text)) return text;
  const { sign, whole, fraction, suffix } = {
    sign: "",
    whole: "",
    fraction: "",
    suffix: "",
    ...present(groups),
  };
  const isBinary = suffix.endsWith("i");
  const digits = BigInt(`${whole}${fraction.slice(0, 18).padEnd(18, "0")}` || "0");
  const scale = isBinary
    ? 1024n ** BigInt(BINARY.indexOf(suffix)) * NANO
    : 1_000n ** BigInt(DECIMAL.indexOf(suffix));
  const nanos = (digits * scale) / 10n ** 18n;
  if (nanos === 0n) return "0";
  const bytes = nanos / NANO;
  if (isBinary && nanos % NANO === 0n && bytes >= 1024n)
    return sign.replace("+", "") + shorten(bytes, 1024n, BINARY);
  return sign.replace("+", "") + shorten(nanos, 1_000n, DECIMAL);
}

/** A quantity as the real server writes it back: 1000m is 1, 1024Mi is 1Gi; text that is none stays. */
export function canonicalQuantity(value: unknown): string {
  const text = String(value);
  let written = known.get(text);
  if (written === undefined) {
    written = canonical(text);
    if (known.size > 5_000) known.clear();
    known.set(text, written);
  }
  return written;
}
