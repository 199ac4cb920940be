"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { date } from "#charts/format.ts";
import { useMay } from "#components/shell/me.tsx";
import { type Outputs, useTRPC } from "#components/shell/trpc.ts";
import { useTimeZone } from "#components/ui/clock.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmByName } from "#components/ui/confirm-by-name.tsx";
import { Row, RowActions, Table, Td, Th } from "#components/ui/table.tsx";
import { titleOf } from "#server/domain/carbon/speaker.ts";
import { ReplaceKey } from "./replace-key.tsx";
import { TryAccount } from "./try-account.tsx";

export type CarbonAccount = Outputs["carbon"]["accounts"][number];
type Verb = "try" | "replace" | "remove";

/** Keys by the name of their account: that one is set, and since when; the key itself stays on the server. */
export function AccountsTable({ accounts }: { accounts: readonly CarbonAccount[] }) {
  const mayAdminister = useMay("administer");
  const timeZone = useTimeZone();
  const [doing, setDoing] = useState<{ verb: Verb; account: CarbonAccount }>();
  const done = () => setDoing(undefined);
  return (
    <>
      <Table stack>
        <thead>
          <tr>
            <Th>Account</Th>
            <Th>Key</Th>
            <Th>Used for</Th>
            <Th number>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {accounts.map((account) => (
            <Row key={account.id}>
              <Td className="touch:py-1.5">
                <b className="font-[550]">{account.name}</b>
                <small className="block text-small text-ink-3">{titleOf(account.source)}</small>
              </Td>
              <Td className="text-ink-2" suppressHydrationWarning>
                set on {date(account.keySetAt, timeZone)}
              </Td>
              <Td wide className="text-ink-2">
                <span className="touch:hidden">for </span>
                {account.usedBy.length === 0 ? "no grid yet" : account.usedBy.join(", ")}
              </Td>
              <Td number wide>
                {mayAdminister && (
                  <RowActions>
                    {VERBS.map(({ verb, label, of }) => (
                      <Button key={verb} small kind="quiet" onClick={() => setDoing({ verb, account })}>
                        {label}
                        <span className="sr-only">
                          {of} {account.name}
                        </span>
                      </Button>
                    ))}
                  </RowActions>
                )}
              </Td>
            </Row>
          ))}
        </tbody>
      </Table>
      {doing?.verb === "try" && <TryAccount account={doing.account} onClose={done} />}
      {doing?.verb === "replace" && <ReplaceKey account={doing.account} onClose={done} />}
      {doing?.verb === "remove" && <RemoveAccount account={doing.account} onClose={done} />}
    </>
  );
}

const VERBS: readonly { verb: Verb; label: string; of: string }[] = [
  { verb: "try", label: "Test", of: "" },
  { verb: "replace", label: "Replace the key", of: " of" },
  { verb: "remove", label: "Remove", of: "" },
];

function RemoveAccount({ account, onClose }: { account: CarbonAccount; onClose: () => void }) {
  const trpc = useTRPC();
  const remove = useMutation(trpc.carbon.removeAccount.mutationOptions({ onSuccess: onClose }));
  return (
    <ConfirmByName
      open
      onOpenChange={(open) => !open && onClose()}
      name={account.name}
      title={`Remove ${account.name}?`}
      removes={[{ what: "its key, from the database" }]}
      keeps={["readings that came by it", `the account at ${titleOf(account.source)} itself`]}
      verb="Remove account"
      busy={remove.isPending}
      error={remove.error?.message}
      onConfirm={() => remove.mutate({ id: account.id })}
    />
  );
}
