"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useSignOut } from "#components/auth/use-sign-out.ts";
import { useMe } from "#components/shell/me.tsx";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button, Buttons } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { PartError } from "#components/ui/note.tsx";
import { Section } from "#components/ui/section.tsx";
import { Status } from "#components/ui/status.tsx";
import { ChangePassword } from "#server/domain/person/spec.ts";
import { roleWord } from "./roles.ts";

/** One's own password, and the way out. */
export function AccountSection() {
  const me = useMe();
  const trpc = useTRPC();
  const signOut = useSignOut();
  const { register, handleSubmit, formState, reset } = useForm<ChangePassword>({
    resolver: zodResolver(ChangePassword),
    defaultValues: { current: "", next: "" },
  });
  const change = useMutation(trpc.people.changePassword.mutationOptions({ onSuccess: () => reset() }));
  const { errors } = formState;
  return (
    <Section title="Your account" aside={`${me.email}, ${roleWord(me.role).toLowerCase()}`}>
      <form
        noValidate
        className="grid gap-4"
        onSubmit={(event) => void handleSubmit((input) => change.mutate(input))(event)}
      >
        <Field label="Present password" error={errors.current?.message}>
          {(ids) => (
            <Input {...ids} {...register("current")} type="password" autoComplete="current-password" />
          )}
        </Field>
        <Field
          label="New password"
          error={errors.next?.message}
          help="At least 12 characters. Your other sessions end."
        >
          {(ids) => <Input {...ids} {...register("next")} type="password" autoComplete="new-password" />}
        </Field>
        {change.error && <PartError title="The password stays as it was.">{change.error.message}</PartError>}
        <Buttons>
          <Button type="submit" busy={change.isPending}>
            Change the password
          </Button>
          <Button kind="quiet" onClick={signOut}>
            Sign out
          </Button>
        </Buttons>
        {change.isSuccess && (
          <p role="status">
            <Status shape="done">The password is changed. Your other sessions have ended.</Status>
          </p>
        )}
      </form>
    </Section>
  );
}
