import type { z } from "zod";
import { SourceError } from "#server/domain/carbon/source.ts";
import type { CarbonHttp, HttpAnswer, HttpRequest } from "./http.ts";

/** What all requests of a source have in common. */
export type Profile = Pick<
  HttpRequest,
  "source" | "title" | "limit" | "lane" | "headers" | "conceal" | "form"
> & { baseUrl: string };

export type Question = Partial<Omit<HttpRequest, "source" | "title" | "url">> & {
  /** With the query, after the base URL. */
  path: string;
};

/** Asks, and checks the shape of what comes. @throws SourceError */
export interface Ask {
  raw: (question: Question) => Promise<HttpAnswer>;
  parsed: <S extends z.ZodType>(
    question: Question,
    schema: S,
  ) => Promise<{ value: z.output<S>; receivedAt: Date }>;
}

/** `onStandIn` gets the sentence of each answer that is not fresh. */
export function createAsk(
  { baseUrl, ...profile }: Profile,
  http: CarbonHttp,
  signal: AbortSignal,
  onStandIn: (sentence: string) => void,
): Ask {
  async function raw({ path, ...more }: Question): Promise<HttpAnswer> {
    const answer = await http.get({ ...profile, ...more, url: `${baseUrl}${path}` }, signal);
    if (answer.standIn !== undefined) onStandIn(answer.standIn);
    return answer;
  }
  return {
    raw,
    async parsed(question, schema) {
      const { body, receivedAt } = await raw(question);
      return { value: shaped(profile, schema, body), receivedAt };
    },
  };
}

/** @throws SourceError that names the part of another shape */
export function shaped<S extends z.ZodType>(
  { source, title }: Pick<Profile, "source" | "title">,
  schema: S,
  body: unknown,
): z.output<S> {
  const answer = schema.safeParse(body);
  if (answer.success) return answer.data;
  const [issue] = answer.error.issues;
  const part = issue?.path.join(".") ?? "";
  const words = (issue?.message ?? "").replace(/\.$/, "");
  throw otherShape({ source, title }, `${part ? `${part}: ` : ""}${words}`);
}

export const otherShape = (
  { source, title }: Pick<Profile, "source" | "title">,
  words: string,
): SourceError => new SourceError(source, `${title} sent an answer of another shape: ${words}.`);
