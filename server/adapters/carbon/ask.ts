import type { z } from "zod";
import { SourceError } from "#server/domain/carbon/source.ts";
import type { CarbonHttp, HttpRequest } from "./http.ts";

/** What all requests of a source have in common. */
export type Profile = Pick<
  HttpRequest,
  "source" | "title" | "limit" | "lane" | "headers" | "conceal" | "form"
> & { baseUrl: string };

export type Question = Partial<Omit<HttpRequest, "source" | "title" | "url" | "shape">> & {
  /** With the query, after the base URL. */
  path: string;
};

/** Asks, and checks the shape of what comes. @throws SourceError */
export interface Ask {
  /** For a source that reads more than one status. */
  shaped: <T>(
    question: Question,
    shape: (body: unknown, status: number) => T,
  ) => Promise<{ value: T; receivedAt: Date; status: number }>;
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
  async function ask<T>({ path, ...more }: Question, shape: (body: unknown, status: number) => T) {
    const request = { ...profile, ...more, shape, url: `${baseUrl}${path}` };
    const { body, receivedAt, status, standIn } = await http.get(request, signal);
    if (standIn !== undefined) onStandIn(standIn);
    return { value: body as T, receivedAt, status }; // what `shape` made, now or when it was kept
  }
  return {
    shaped: ask,
    parsed: (question, schema) => ask(question, (body) => shaped(profile, schema, body)),
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
