import "server-only";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { headers } from "next/headers";
import { cache } from "react";
import { makeQueryClient } from "#components/shell/query-client.ts";
import { createContext } from "./context.ts";
import { appRouter } from "./root.ts";

/** One a request: what a page prefetches, its panels find. */
export const getQueryClient = cache(makeQueryClient);

const context = cache(async () => createContext(await headers()));

export const trpc = createTRPCOptionsProxy({ ctx: context, router: appRouter, queryClient: getQueryClient });

/** The person who asked for this page, or null. */
export const currentPerson = async () => (await context()).person;

/** What the shell needs before anything else is known: first run, code needed, the server's clock. */
export const consoleState = async () => appRouter.createCaller(await context()).session.state();
