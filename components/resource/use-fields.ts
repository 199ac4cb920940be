"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "#components/shell/trpc.ts";
import type { Target } from "./object-panel.tsx";
import type { FieldsAt } from "./yaml-completion.ts";

const KEPT_MS = 300_000;

/** Asks for the fields of a place once. Without an answer nothing is offered, and typing goes on. */
export function useFields({ cluster, kind }: Target): FieldsAt {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return (path) =>
    queryClient
      .fetchQuery({
        ...trpc.resource.fields.queryOptions({ cluster, kind, path }),
        staleTime: KEPT_MS,
        retry: false,
      })
      .catch(() => []);
}
