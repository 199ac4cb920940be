"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { PartError } from "./note.tsx";

/** A refusal has a code; where the console did not answer, there is none. */
interface ReadError {
  message: string;
  data?: { code?: string } | null | undefined;
}

interface QueryPartProps<T> {
  query: UseQueryResult<T, ReadError>;
  /** "The policies could not be read." */
  failure: string;
  loading: ReactNode;
  children: (data: T) => ReactNode;
}

/**
 * Draws a read: bars while it comes, the failure in its own place, and old data rather than none when a later read
 * fails. That the console itself does not answer is the strip's to say, once: what was read before just stays.
 */
export function QueryPart<T>({ query, failure, loading, children }: QueryPartProps<T>) {
  const { data, error } = query;
  if (data === undefined && !error) return loading;
  const answered = error?.data?.code !== undefined;
  return (
    <>
      {error && (answered || data === undefined) && (
        <PartError
          className="mb-3"
          title={failure}
          code={error.data?.code}
          actions={
            <Button small busy={query.isFetching} onClick={() => void query.refetch()}>
              Try again
            </Button>
          }
        >
          {sentenceFor(error, data !== undefined)}
        </PartError>
      )}
      {data !== undefined && children(data)}
    </>
  );
}

function sentenceFor(error: ReadError, shown: boolean): string {
  if (error.data?.code === undefined)
    return `${error.message} It is read again as soon as the connection returns.`;
  return shown ? `${error.message} What is shown below was read before.` : error.message;
}
