"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { Controller, useForm } from "react-hook-form";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { PartError } from "#components/ui/note.tsx";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import { CreatePerson } from "#server/domain/person/spec.ts";
import { ROLES } from "./roles.ts";

interface AddPersonProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function AddPerson({ open, onOpenChange }: AddPersonProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Add a person">
      <AddPersonForm onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

function AddPersonForm({ onDone }: { onDone: () => void }) {
  const trpc = useTRPC();
  const create = useMutation(trpc.people.create.mutationOptions());
  const { register, control, handleSubmit, formState } = useForm<CreatePerson>({
    resolver: zodResolver(CreatePerson),
    defaultValues: { name: "", email: "", role: "operator" },
  });
  const { errors } = formState;
  if (create.data)
    return <FirstPassword email={create.variables.email} password={create.data.password} onDone={onDone} />;
  return (
    <form
      noValidate
      className="mt-3 grid gap-4"
      onSubmit={(event) => void handleSubmit((input) => create.mutate(input))(event)}
    >
      <Field label="Name" error={errors.name?.message}>
        {(ids) => <Input {...ids} {...register("name")} autoComplete="off" />}
      </Field>
      <Field label="E-mail address" error={errors.email?.message}>
        {(ids) => <Input {...ids} {...register("email")} type="email" autoComplete="off" />}
      </Field>
      <Controller
        control={control}
        name="role"
        render={({ field }) => (
          <RadioGroup legend="Role" choices={ROLES} value={field.value} onChange={field.onChange} />
        )}
      />
      {create.error && <PartError title="Nobody was added.">{create.error.message}</PartError>}
      <DialogButtons>
        <Button onClick={onDone}>Cancel</Button>
        <Button kind="first" type="submit" busy={create.isPending}>
          Add the person
        </Button>
      </DialogButtons>
    </form>
  );
}

function FirstPassword({ email, password, onDone }: { email: string; password: string; onDone: () => void }) {
  return (
    <div className="mt-3 grid gap-3">
      <p>
        <b>{email}</b> can sign in with this password. It is shown once, here; they change it in their
        settings.
      </p>
      <p className="flex items-center justify-between gap-3 rounded-2 bg-paper-2 px-3 py-2">
        <code className="mono text-lead select-all" data-testid="first-password">
          {password}
        </code>
        <CopyButton text={password} />
      </p>
      <DialogButtons>
        <Button kind="first" onClick={onDone}>
          I have noted it
        </Button>
      </DialogButtons>
    </div>
  );
}
