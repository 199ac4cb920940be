import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { z } from "zod";
import { SignInForm } from "#components/auth/sign-in-form.tsx";
import { EntryPage } from "#components/auth/entry-page.tsx";
import { consoleState, currentPerson } from "#server/api/rsc.ts";

export const metadata: Metadata = { title: "Sign in" };

const Search = z.object({ email: z.string().max(200).catch("").default("") });

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const [{ firstRun }, person] = await Promise.all([consoleState(), currentPerson()]);
  if (firstRun) redirect("/set-up");
  if (person) redirect("/");
  const { email } = Search.parse(await searchParams);
  return (
    <EntryPage
      title="Sign in to the Dragon’s Eye."
      lead="It watches the grid, and starts your Jobs when electricity is clean."
    >
      <SignInForm email={email} />
    </EntryPage>
  );
}
