"use client";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { postAuth } from "./post-auth.ts";

/** Without JavaScript it would post a password to the page's address; the button wakes with it. */
export function SignInForm({ email }: { email: string }) {
  const [refusal, setRefusal] = useState<string>();
  const [busy, setBusy] = useState(false);

  async function signIn(form: FormData): Promise<void> {
    setBusy(true);
    const said = await postAuth("/sign-in/email", {
      email: form.get("email"),
      password: form.get("password"),
    });
    if (!said) return window.location.assign("/");
    setRefusal(said);
    setBusy(false);
  }

  return (
    <form
      method="post"
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void signIn(new FormData(event.currentTarget));
      }}
    >
      <Field label="E-mail address">
        {(ids) => (
          <Input {...ids} name="email" type="email" required autoComplete="username" defaultValue={email} />
        )}
      </Field>
      <Field label="Password" error={refusal}>
        {(ids) => <Input {...ids} name="password" type="password" required autoComplete="current-password" />}
      </Field>
      <Button kind="first" type="submit" busy={busy} className="justify-self-start">
        {busy ? "Signing in" : "Sign in"}
      </Button>
      <p className="border-t border-line pt-3 text-small text-ink-3">
        An administrator makes accounts. Who forgot a password runs{" "}
        <code className="mono">npm run reset-password -- EMAIL</code> at the machine, or asks one who can.
      </p>
    </form>
  );
}
