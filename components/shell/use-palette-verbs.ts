"use client";
import { useTheme } from "next-themes";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import type { Shape } from "#components/ui/status.tsx";
import { useSignOut } from "#components/auth/use-sign-out.ts";
import { useMay } from "./me.tsx";

export interface Verb {
  id: string;
  label: string;
  shape: Shape;
  /** What follows, at the right: "instead of 13:00". */
  consequence: string;
  run: () => void;
}
export interface PalettePlace {
  label: string;
  href: string;
  aside: ReactNode;
}

/** What this person may do from anywhere, and the things that have a page of their own. */
export function usePaletteVerbs(_search: string): { verbs: Verb[]; places: PalettePlace[] } {
  const router = useRouter();
  const signOut = useSignOut();
  const mayOperate = useMay("operate");
  const { resolvedTheme, setTheme } = useTheme();
  const other = resolvedTheme === "dark" ? "light" : "dark";
  const verbs: Verb[] = [
    ...(mayOperate
      ? ([
          {
            id: "create-cluster",
            label: "Create a cluster",
            shape: "todo",
            consequence: "simulated, in a minute",
            run: () => router.push("/clusters/new"),
          },
          {
            id: "import-cluster",
            label: "Import a kubeconfig",
            shape: "todo",
            consequence: "an existing cluster",
            run: () => router.push("/clusters/import"),
          },
          {
            id: "create-policy",
            label: "Write a policy",
            shape: "todo",
            consequence: "says how long a Job may wait",
            run: () => router.push("/policies/new"),
          },
        ] satisfies Verb[])
      : []),
    {
      id: "theme",
      label: `Use the ${other} theme`,
      shape: "running",
      consequence: "in this browser",
      run: () => setTheme(other),
    },
    { id: "sign-out", label: "Sign out", shape: "done", consequence: "ends this session", run: signOut },
  ];
  return { verbs, places: [] };
}
