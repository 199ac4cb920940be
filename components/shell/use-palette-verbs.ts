"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTheme } from "next-themes";
import { useRouter } from "next/navigation";
import { useSignOut } from "#components/auth/use-sign-out.ts";
import type { Shape } from "#components/ui/status.tsx";
import { toast } from "#components/ui/toast.tsx";
import { useMay } from "./me.tsx";
import { useTRPC } from "./trpc.ts";

export interface Verb {
  id: string;
  label: string;
  shape: Shape;
  /** What follows, at the right: "instead of 13:00". */
  consequence: string;
  run: () => void;
}

/** What this person may do from anywhere. */
export function usePaletteVerbs(): Verb[] {
  const operating = useOperatingVerbs();
  const mayOperate = useMay("operate");
  const signOut = useSignOut();
  const { resolvedTheme, setTheme } = useTheme();
  const other = resolvedTheme === "dark" ? "light" : "dark";
  return [
    ...(mayOperate ? operating : []),
    {
      id: "theme",
      label: `Use the ${other} theme`,
      shape: "running",
      consequence: "in this browser",
      run: () => setTheme(other),
    },
    { id: "sign-out", label: "Sign out", shape: "done", consequence: "ends this session", run: signOut },
  ];
}

function useOperatingVerbs(): Verb[] {
  const router = useRouter();
  const create = useCreateCluster();
  return [
    {
      id: "create-cluster",
      label: "Create a cluster",
      shape: "todo",
      consequence: "a simulated one, at once",
      run: create,
    },
    {
      id: "create-policy",
      label: "Write a policy",
      shape: "todo",
      consequence: "says how long a Job may wait",
      run: () => router.push("/policies/new"),
    },
  ];
}

/** One click: the suggested name, zone and size. */
function useCreateCluster(): () => void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const create = useMutation(
    trpc.cluster.create.mutationOptions({
      onSuccess: ({ name }) => router.push(`/clusters/${encodeURIComponent(name)}`),
      onError: ({ message }) => toast.failed({ fact: "No cluster was created", consequence: message }),
    }),
  );
  return () => {
    queryClient.fetchQuery({ ...trpc.cluster.suggest.queryOptions(), staleTime: 0 }).then(
      ({ name, zone, size }) => create.mutate({ name, zone, size }),
      (error: Error) => toast.failed({ fact: "No cluster was created", consequence: error.message }),
    );
  };
}
