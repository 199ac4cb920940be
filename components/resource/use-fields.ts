"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "#components/shell/trpc.ts";
import type { KindSchema } from "#server/domain/resource/schema.ts";
import type { Target } from "./object-panel.tsx";
import type { FieldsAt } from "./yaml-completion.ts";

const KEPT_MS = 300_000;

/** Asks for the schema of a kind once. Without an answer nothing is marked, and typing goes on. */
export function useSchema({ cluster, kind }: Target): () => Promise<KindSchema | undefined> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return () =>
    queryClient
      .fetchQuery({
        ...trpc.resource.schema.queryOptions({ cluster, kind }),
        staleTime: KEPT_MS,
        retry: false,
      })
      .then((schema) => schema ?? undefined)
      .catch(() => undefined);
}

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
