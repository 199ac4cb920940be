"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { PartError } from "./note.tsx";

interface QueryPartProps<T> {
  query: UseQueryResult<T, { message: string; data?: { code?: string } | null | undefined }>;
  /** "The policies could not be read." */
  failure: string;
  loading: ReactNode;
  children: (data: T) => ReactNode;
}

/** Draws a read: bars while it comes, the failure in its own place, and old data rather than none when a later read fails. */
export function QueryPart<T>({ query, failure, loading, children }: QueryPartProps<T>) {
  const { data, error } = query;
  if (data === undefined && !error) return loading;
  return (
    <>
      {error && (
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
          {error.message} {data !== undefined && "What is shown below was read before."}
        </PartError>
      )}
      {data !== undefined && children(data)}
    </>
  );
}
