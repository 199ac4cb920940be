"use client";
import { useId } from "react";
import { Field, type FieldIds } from "#components/ui/field.tsx";
import { Input, Select, Textarea } from "#components/ui/input.tsx";
import { Section } from "#components/ui/section.tsx";
import { regionFieldOf } from "#server/domain/cluster/cluster-api/region-field.ts";
import { variableFields, type VariableField } from "#server/domain/cluster/cluster-api/variable-fields.ts";
import type { PartProps } from "./class-form.tsx";

/** The class's own variables, each in the field that its schema asks for. */
export function ClassVariables({ draft, errors, change, chosen }: PartProps) {
  const fields = variableFields(chosen.variables);
  const region = regionFieldOf(chosen);
  const listId = useId();
  if (fields.length === 0) return null;
  return (
    <Section title={`Variables of ${chosen.name}`} aside="what is left as it is follows the class">
      <div className="grid gap-x-6 gap-y-4 touch:grid-cols-2">
        {fields.map((field) => (
          <Field
            key={field.label}
            label={
              <>
                <span className="mono">{field.label}</span>
                {field.required && <span className="font-normal text-ink-3"> required</span>}
              </>
            }
            help={field.help}
            error={errors[`variables.${field.label}`]}
            className={field.kind === "json" ? "touch:col-span-2" : undefined}
          >
            {(ids) => (
              <Control
                field={field}
                ids={ids}
                list={region?.label === field.label && region.regions.length > 0 ? listId : undefined}
                value={draft.variables[field.label] ?? field.initial}
                onChange={(text) => change({ variables: { ...draft.variables, [field.label]: text } })}
              />
            )}
          </Field>
        ))}
      </div>
      {region && (
        <datalist id={listId}>
          {region.regions.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </datalist>
      )}
    </Section>
  );
}

interface ControlProps {
  field: VariableField;
  ids: FieldIds;
  value: string;
  onChange: (text: string) => void;
  /** The id of what is suggested for a text. */
  list: string | undefined;
}

function Control({ field, ids, value, onChange, list }: ControlProps) {
  const tell = ({ target }: { target: { value: string } }) => onChange(target.value);
  switch (field.kind) {
    case "text":
      return <Input value={value} onChange={tell} list={list} {...ids} />;
    case "number":
      return <Input inputMode={field.whole ? "numeric" : "decimal"} value={value} onChange={tell} {...ids} />;
    case "boolean":
      return <Choices choices={["true", "false"]} field={field} value={value} onChange={tell} ids={ids} />;
    case "choice":
      return <Choices choices={field.choices} field={field} value={value} onChange={tell} ids={ids} />;
    case "json":
      return <Textarea mono rows={4} value={value} onChange={tell} {...ids} />;
  }
}

function Choices({
  choices,
  field,
  value,
  onChange,
  ids,
}: Omit<ControlProps, "onChange" | "list"> & {
  choices: readonly string[];
  onChange: (event: { target: { value: string } }) => void;
}) {
  return (
    <Select value={value} onChange={onChange} {...ids}>
      {field.initial === "" && (
        <option value="">{field.required ? "Choose one" : "As the class has it"}</option>
      )}
      {choices.map((choice) => (
        <option key={choice}>{choice}</option>
      ))}
    </Select>
  );
}
