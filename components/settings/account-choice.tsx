"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/input.tsx";
import { sourceTitleOf } from "#server/domain/carbon/source-config.ts";
import { AccountForm } from "./account-form.tsx";

interface AccountChoiceProps {
  source: string;
  value: string;
  onChange: (accountId: string) => void;
  error: string | undefined;
}

/** Whose key a source is asked with; a new one is kept at once, and may serve other grids too. */
export function AccountChoice({ source, value, onChange, error }: AccountChoiceProps) {
  const trpc = useTRPC();
  const accounts = useQuery(trpc.carbon.accounts.queryOptions());
  const [adding, setAdding] = useState(false);
  const title = sourceTitleOf(source);
  if (!title || title.secrets.length === 0) return null;
  const own = accounts.data?.filter((account) => account.source === source) ?? [];
  if (adding)
    return (
      <div className="border-l-2 border-line-2 pl-3">
        <AccountForm
          source={source}
          onCancel={() => setAdding(false)}
          onSaved={(id) => {
            setAdding(false);
            onChange(id);
          }}
        />
      </div>
    );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2">
      <Field
        label="Account"
        error={error ?? accounts.error?.message}
        help={own.length === 0 ? `No account of ${title.title} is kept yet.` : "Whose key it is asked with."}
      >
        {(ids) => (
          <Select {...ids} value={value} onChange={({ target }) => onChange(target.value)}>
            <option value="">{title.keyless ? "Without a key of one's own" : "Choose one"}</option>
            {own.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Button className="mt-[25px]" onClick={() => setAdding(true)}>
        Add an account
      </Button>
    </div>
  );
}
