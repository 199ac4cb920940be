import { z } from "zod";

const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const MOST = 20;

/** Kubernetes' own rule for a label, without prefixes: people type these. */
const LabelName = z.string().regex(NAME, {
  error:
    "Use letters, digits, hyphens, dots and underscores; begin and end with a letter or digit; 63 at most.",
});

/** What people group their clusters by: team=ml, env=prod. */
export const ClusterLabels = z
  .record(LabelName, LabelName)
  .refine((labels) => Object.keys(labels).length <= MOST, {
    error: `A cluster has at most ${MOST} labels.`,
  });
export type ClusterLabels = z.infer<typeof ClusterLabels>;

/** "env=prod, team=ml" -> a map, or a sentence about the first that is none. */
export function parseLabels(text: string): { labels: ClusterLabels } | { error: string } {
  const labels: Record<string, string> = {};
  for (const part of text.split(/[,\s]+/).filter((each) => each.length > 0)) {
    const [key = "", value = "", ...rest] = part.split("=");
    const written = rest.length === 0 && key !== "" && value !== "";
    if (!written) return { error: `${part} is no label. Write key=value, such as team=ml.` };
    if (![key, value].every((each) => NAME.test(each)))
      return { error: `${part} is no label. Use letters, digits, hyphens, dots and underscores.` };
    if (key in labels) return { error: `${key} is given twice.` };
    labels[key] = value;
  }
  const { data, error } = ClusterLabels.safeParse(labels);
  return data ? { labels: data } : { error: error.issues.map(({ message }) => message).join(" ") };
}

/** In order of their keys, as they are typed. */
export const labelsText = (labels: ClusterLabels): string =>
  Object.entries(labels)
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([key, value]) => `${key}=${value}`)
    .join(", ");
