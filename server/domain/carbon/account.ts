import { z } from "zod";
import { SOURCES, sourceTitleOf } from "./source-titles.ts";

const MOST_CHARACTERS = 2_000;
const AccountName = z
  .string({ error: "Give the account a name, such as our Electricity Maps." })
  .trim()
  .min(1, { error: "Give the account a name, such as our Electricity Maps." })
  .max(80, { error: "An account's name has at most 80 characters." });
/** By the keys that the source's title lists. */
export const SourceSecrets = z.record(z.string().max(40), z.string().max(MOST_CHARACTERS + 1));

const KEYED = SOURCES.filter(({ secrets }) => secrets.length > 0);
/** A person's words may hold anything printable; what travels in a header may not. */
const FREE = ["username", "password"];

/** An account of a keyed source: one key, for any number of zones. */
export const SaveAccount = z
  .object({ name: AccountName, source: z.string(), secrets: SourceSecrets })
  .superRefine(({ source, secrets }, context) => {
    for (const [path, message] of secretIssues(source, secrets))
      context.addIssue({ code: "custom", path, message });
  });
export type SaveAccount = z.infer<typeof SaveAccount>;

export const ReplaceKey = z.object({
  id: z.uuid({ error: "There is no such account." }),
  secrets: SourceSecrets,
});
export type ReplaceKey = z.infer<typeof ReplaceKey>;

/** What is wrong with the secrets of a source: a path and a sentence each. Never repeats a secret. */
export function secretIssues(
  source: string,
  secrets: Readonly<Record<string, string>>,
): [path: string[], message: string][] {
  const title = KEYED.find(({ name }) => name === source);
  if (!title) {
    const known = sourceTitleOf(source);
    return [
      [
        ["source"],
        known
          ? `${known.title} asks for no key.`
          : `Choose one of the sources that take a key: ${KEYED.map((each) => each.title).join(", ")}.`,
      ],
    ];
  }
  const unknown = Object.keys(secrets).some((key) => !title.secrets.some((secret) => secret.key === key));
  if (unknown) return [[["secrets"], `${title.title} takes ${listed(title.secrets)} and nothing else.`]];
  return title.secrets.flatMap(({ key, title: label, required }): [string[], string][] => {
    const problem = problemOf(key, label, required || title.secrets.length === 1, secrets[key]);
    return problem ? [[["secrets", key], problem]] : [];
  });
}

function problemOf(key: string, label: string, required: boolean, value = ""): string | undefined {
  if (value === "") return required ? `Give the ${lower(label)}.` : undefined;
  if (value.length > MOST_CHARACTERS) return `The ${lower(label)} has more than 2,000 characters.`;
  if (FREE.includes(key))
    return /\p{Cc}/u.test(value) ? `The ${lower(label)} holds characters that cannot be typed.` : undefined;
  return /[^\x21-\x7e]/.test(value)
    ? `The ${lower(label)} holds spaces or characters that no key has. Paste it again, whole and on one line.`
    : undefined;
}

const listed = (secrets: readonly { title: string }[]) =>
  secrets.map(({ title }) => `the ${lower(title)}`).join(" and ");
const lower = (title: string) =>
  /^[A-Z]{2}/.test(title) ? title : title.charAt(0).toLowerCase() + title.slice(1);
