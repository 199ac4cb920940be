"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button, Buttons } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { PartError } from "#components/ui/note.tsx";
import { SaveAccount } from "#server/domain/carbon/account.ts";
import { sourceTitleOf } from "#server/domain/carbon/source-config.ts";
import { AccountFields } from "./account-fields.tsx";
import { errorsOf } from "./entry-draft.ts";

interface AccountFormProps {
  source: string;
  /** The id of the account that was kept. */
  onSaved: (id: string) => void;
  onCancel: () => void;
}

/** Another account of a source: a name, and its key. No form of its own, since it may stand in one. */
export function AccountForm({ source, onSaved, onCancel }: AccountFormProps) {
  const title = sourceTitleOf(source);
  const [name, setName] = useState(title ? `Our ${title.title}` : "");
  const [secrets, setSecrets] = useState<Record<string, string>>({});
  const [shown, setShown] = useState(false);
  const save = useSaveAccount(onSaved);
  const checked = SaveAccount.safeParse({ name, source, secrets });
  const errors =
    shown && !checked.success
      ? errorsOf(checked.error.issues.map(({ path, message }) => [path.join("."), message]))
      : {};
  return (
    <div className="grid gap-4">
      <Field label="Account" help="As it is called here." error={errors["name"]}>
        {(ids) => (
          <Input {...ids} autoComplete="off" value={name} onChange={({ target }) => setName(target.value)} />
        )}
      </Field>
      <AccountFields secrets={title?.secrets ?? []} values={secrets} onChange={setSecrets} errors={errors} />
      {save.error && <PartError title="The key was not kept.">{save.error.message}</PartError>}
      <Buttons className="justify-end">
        <Button onClick={onCancel}>Cancel</Button>
        <Button
          kind="first"
          busy={save.isPending}
          onClick={() => {
            setShown(true);
            if (checked.success) save.mutate(checked.data);
          }}
        >
          Keep the key
        </Button>
      </Buttons>
    </div>
  );
}

function useSaveAccount(onSaved: (id: string) => void) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return useMutation(
    trpc.carbon.saveAccount.mutationOptions({
      onSuccess: async ({ id }) => {
        await queryClient.invalidateQueries({ queryKey: trpc.carbon.accounts.queryKey() });
        onSaved(id);
      },
    }),
  );
}
