"use client";
import { createContext, useContext, type ReactNode } from "react";
import { may, type Permission, type Role } from "#server/domain/actor.ts";

interface Me {
  name: string;
  email: string;
  role: Role;
}

const MeContext = createContext<Me>({ name: "", email: "", role: "viewer" });

export function MeProvider({ me, children }: { me: Me; children: ReactNode }) {
  return <MeContext.Provider value={me}>{children}</MeContext.Provider>;
}

export const useMe = (): Me => useContext(MeContext);

/** Whether this person is offered a deed; the service has the last word. */
export const useMay = (permission: Permission): boolean => may(useContext(MeContext), permission);
