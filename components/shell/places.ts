/** The words of the rail, in its order. Only pages that exist. */
export const PLACES = [
  { name: "Overview", href: "/" },
  { name: "Clusters", href: "/clusters" },
  { name: "Workloads", href: "/workloads" },
  { name: "Policies", href: "/policies" },
  { name: "Carbon", href: "/carbon" },
  { name: "Settings", href: "/settings" },
] as const;

export type PlaceName = (typeof PLACES)[number]["name"];

export interface Crumb {
  name: string;
  href: string;
}

/** Where a path is: the place, then the names of things in it. "Clusters / ber-batch-2". */
export function crumbsOf(pathname: string): Crumb[] {
  const parts = pathname.split("/").filter(Boolean);
  const place = PLACES.find(({ href }) => href === `/${parts[0] ?? ""}`);
  if (!place) return [];
  const rest = parts.slice(1).map((part, index) => ({
    name: decode(part),
    href: `/${parts.slice(0, index + 2).join("/")}`,
  }));
  return [place, ...rest.filter(({ name }) => name !== NOTHING)];
}

export const isHere = (pathname: string, href: string): boolean =>
  href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`);

const NOTHING = "_"; // stands where an object has no namespace
const WORDS: Record<string, string> = {
  new: "New",
  import: "Import",
  compare: "Compare",
  resources: "Resources",
};

function decode(part: string): string {
  try {
    return WORDS[part] ?? decodeURIComponent(part);
  } catch {
    return part;
  }
}
