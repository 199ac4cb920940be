"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";
import { PartError } from "#components/ui/note.tsx";
import { toast } from "#components/ui/toast.tsx";
import { secretIssues } from "#server/domain/carbon/account.ts";
import { sourceTitleOf } from "#server/domain/carbon/source-config.ts";
import { AccountFields } from "./account-fields.tsx";
import type { CarbonAccount } from "./accounts-table.tsx";
import { errorsOf } from "./entry-draft.ts";

/** Another key in place of the one that is kept: that one is not shown, and gone afterwards. */
export function ReplaceKey({ account, onClose }: { account: CarbonAccount; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Replace the key of ${account.name}?`}
      description="The key in force is overwritten. Its grids are asked with the new one at once."
    >
      <ReplaceForm account={account} onClose={onClose} />
    </Dialog>
  );
}

function ReplaceForm({
  account: { id, name, source },
  onClose,
}: {
  account: CarbonAccount;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const [secrets, setSecrets] = useState<Record<string, string>>({});
  const [shown, setShown] = useState(false);
  const replace = useMutation(
    trpc.carbon.replaceKey.mutationOptions({
      onSuccess: () => {
        toast.done({ fact: `${name} has another key.` });
        onClose();
      },
    }),
  );
  const issues = secretIssues(source, secrets);
  const errors = shown ? errorsOf(issues.map(([path, message]) => [path.join("."), message])) : {};
  return (
    <form
      noValidate
      className="mt-4 grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        setShown(true);
        if (issues.length === 0) replace.mutate({ id, secrets });
      }}
    >
      <AccountFields
        secrets={sourceTitleOf(source)?.secrets ?? []}
        values={secrets}
        onChange={setSecrets}
        errors={errors}
      />
      {replace.error && <PartError title="The key stays as it was.">{replace.error.message}</PartError>}
      <DialogButtons>
        <Button onClick={onClose}>Keep the old one</Button>
        <Button kind="first" type="submit" busy={replace.isPending}>
          Replace the key
        </Button>
      </DialogButtons>
    </form>
  );
}
