"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { PartError } from "#components/ui/note.tsx";
import { ClaimConsole } from "#server/domain/person/spec.ts";
import { postAuth } from "./post-auth.ts";

/** Makes the first administrator, and signs them in. */
export function ClaimForm({ needsCode }: { needsCode: boolean }) {
  const trpc = useTRPC();
  const claim = useMutation(trpc.session.claim.mutationOptions());
  const { register, handleSubmit, formState } = useForm({
    resolver: zodResolver(ClaimConsole),
    defaultValues: { name: "", email: "", password: "", ...(needsCode ? { code: "" } : {}) },
  });
  const { errors } = formState;

  const submit = handleSubmit(async (input) => {
    try {
      await claim.mutateAsync(input);
    } catch {
      return; // said by claim.error
    }
    const refusal = await postAuth("/sign-in/email", { email: input.email, password: input.password });
    window.location.assign(refusal ? `/sign-in?email=${encodeURIComponent(input.email)}` : "/");
  });
  const busy = formState.isSubmitting || (claim.isSuccess && !claim.error);

  return (
    <form method="post" noValidate className="grid gap-4" onSubmit={(event) => void submit(event)}>
      {needsCode && (
        <Field
          label="Set-up code"
          error={errors.code?.message}
          help="Four groups of four, such as k7wp-3mzr-q9ta-xw2f."
        >
          {(ids) => <Input {...ids} {...register("code")} mono autoComplete="one-time-code" />}
        </Field>
      )}
      <Field label="Name" error={errors.name?.message} help="As others read it in the log of who did what.">
        {(ids) => <Input {...ids} {...register("name")} autoComplete="name" />}
      </Field>
      <Field label="E-mail address" error={errors.email?.message}>
        {(ids) => <Input {...ids} {...register("email")} type="email" autoComplete="username" />}
      </Field>
      <Field
        label="Password"
        error={errors.password?.message}
        help="At least 12 characters. Three words will do."
      >
        {(ids) => <Input {...ids} {...register("password")} type="password" autoComplete="new-password" />}
      </Field>
      {claim.error && <PartError title="No account was made.">{claim.error.message}</PartError>}
      <Button kind="first" type="submit" busy={busy} className="justify-self-start">
        {busy ? "Making the account" : "Become the administrator"}
      </Button>
    </form>
  );
}
