"use client";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { SourceSecret } from "#server/domain/carbon/source-config.ts";

interface AccountFieldsProps {
  secrets: readonly SourceSecret[];
  values: Record<string, string>;
  onChange: (values: Record<string, string>) => void;
  errors: Record<string, string>;
}

/** The parts of a key. What is typed goes to the server once and never comes back. */
export function AccountFields({ secrets, values, onChange, errors }: AccountFieldsProps) {
  return secrets.map(({ key, title, help }) => (
    <Field key={key} label={title} help={help} error={errors[key]}>
      {(ids) => (
        <Input
          {...ids}
          mono
          type={key === "username" ? "text" : "password"}
          autoComplete={key === "username" ? "off" : "new-password"}
          value={values[key] ?? ""}
          onChange={({ target }) => onChange({ ...values, [key]: target.value })}
        />
      )}
    </Field>
  ));
}
