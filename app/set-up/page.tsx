import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ClaimForm } from "#components/auth/claim-form.tsx";
import { EntryPage } from "#components/auth/entry-page.tsx";
import { consoleState } from "#server/api/rsc.ts";

export const metadata: Metadata = { title: "Set up" };

export default async function SetUpPage() {
  const { firstRun, needsCode } = await consoleState();
  if (!firstRun) redirect("/sign-in");
  return (
    <EntryPage
      title="This console has nobody yet. Be its first administrator."
      lead={
        needsCode
          ? "You come from another machine, so it takes the set-up code that the terminal printed at start."
          : "You sit at the machine it runs on, so it takes no code."
      }
    >
      <ClaimForm needsCode={needsCode} />
    </EntryPage>
  );
}
