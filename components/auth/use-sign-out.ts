"use client";
import { useCallback } from "react";
import { toast } from "#components/ui/toast.tsx";
import { postAuth } from "./post-auth.ts";

async function signOut(): Promise<void> {
  const refusal = await postAuth("/sign-out", {});
  if (refusal) toast.failed({ fact: "You are still signed in", consequence: refusal });
  else window.location.assign("/sign-in");
}

/** Ends this session and opens the sign-in page afresh, so that nothing read before stays in the browser. */
export function useSignOut(): () => void {
  return useCallback(() => {
    void signOut();
  }, []);
}
