"use client";
import { useCallback } from "react";
import { toast } from "#components/ui/toast.tsx";
import { postAuth } from "./post-auth.ts";

/** Ends this session and opens the sign-in page afresh, so that nothing read before stays in the browser. */
export function useSignOut(): () => void {
  return useCallback(() => {
    void postAuth("/sign-out", {}).then((refusal) => {
      if (refusal) toast.failed({ fact: "You are still signed in", consequence: refusal });
      else window.location.assign("/sign-in");
    });
  }, []);
}
