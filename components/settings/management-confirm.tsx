"use client";
import { ServerConfirm, type ServerConfirmProps } from "#components/cluster/server-confirm.tsx";

/** Whether this is the management cluster that may be called. */
export function ManagementConfirm(props: Omit<ServerConfirmProps, "whose" | "help">) {
  return (
    <ServerConfirm
      {...props}
      whose="my management cluster's"
      help="Karbonetes calls it with these credentials. It writes a Cluster object for each cluster that is made here, and no other."
    />
  );
}
