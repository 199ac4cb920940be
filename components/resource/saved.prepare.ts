import { z } from "zod";

const Saved = z.object({
  name: z.string().min(1).max(60),
  kind: z.string().max(300),
  namespace: z.string().max(253).nullable(),
  labels: z.string().max(2_000),
  text: z.string().max(200),
  fields: z.string().max(2_000),
});
export type SavedFilter = z.infer<typeof Saved>;

/** What a browser keeps may be of any age and any hand: what is none of ours is left out. */
export function readSaved(text: string | null): SavedFilter[] {
  try {
    const list: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(list)
      ? list.flatMap((item) => {
          const parsed = Saved.safeParse(item);
          return parsed.success ? [parsed.data] : [];
        })
      : [];
  } catch {
    return [];
  }
}

/** A name is there once: a filter saved anew takes its place. */
export const withSaved = (saved: readonly SavedFilter[], filter: SavedFilter): SavedFilter[] =>
  [...saved.filter(({ name }) => name !== filter.name), filter].toSorted((a, b) =>
    a.name.localeCompare(b.name),
  );
