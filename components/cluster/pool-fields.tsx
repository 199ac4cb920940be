"use client";
import { Button } from "#components/ui/button.tsx";
import { Field, type FieldIds } from "#components/ui/field.tsx";
import { Input, Select } from "#components/ui/input.tsx";
import type { ClassPool } from "#server/domain/cluster/cluster-api/class-wish.ts";
import type { PoolDraft, PoolErrors } from "./pool-draft.ts";

const ROLE_NAMES: Record<PoolDraft["role"], string> = {
  fallback: "all work",
  green: "Jobs in green hours",
};
const SIZE_NAMES: Record<PoolDraft["size"], string> = {
  fixed: "as many as you say",
  bounds: "by the autoscaler",
};

const FROM_NONE = "It grows from none only where the infrastructure says what a machine has.";

interface PoolFieldsProps {
  pool: PoolDraft;
  /** As it is in force: its name and its class stay. Absent for one that is new. */
  before?: PoolDraft | undefined;
  /** Of the form: "pools.0.name". */
  errors: PoolErrors;
  at: number;
  workerClasses: readonly string[];
  disabled?: boolean;
  set: (part: Partial<PoolDraft>) => void;
  /** Absent where it must stay. */
  onRemove?: (() => void) | undefined;
  /** Of a pool that is there: replaces its machines. */
  onRoll?: (() => void) | undefined;
}

/** One pool: of which class, for what, and how many, or between which bounds. */
export function PoolFields({
  pool,
  before,
  errors,
  at,
  workerClasses,
  disabled = false,
  set,
  onRemove,
  onRoll,
}: PoolFieldsProps) {
  const errorOf = (field: keyof ClassPool) => errors[`pools.${at}.${field}`];
  const text = (field: "name" | "machines" | "least" | "most") => ({
    value: pool[field],
    disabled,
    autoComplete: "off",
    onChange: ({ target }: { target: { value: string } }) => set({ [field]: target.value }),
  });
  const was = (field: "machines" | "least" | "most") =>
    before?.size === pool.size && before[field] !== pool[field] ? before[field] : undefined;
  return (
    <div className="grid grid-cols-2 items-start gap-x-4 gap-y-3 touch:grid-cols-[1fr_1fr_1fr_auto]">
      <Field label="Pool" error={errorOf("name")}>
        {(ids) => <Input mono {...text("name")} {...ids} disabled={disabled || before !== undefined} />}
      </Field>
      <Field label="Class of machine" error={errorOf("machineClass")}>
        {(ids) => (
          <Choice
            ids={ids}
            value={pool.machineClass}
            disabled={disabled || before !== undefined}
            choices={
              workerClasses.includes(pool.machineClass)
                ? workerClasses
                : [pool.machineClass, ...workerClasses]
            }
            onChange={(machineClass) => set({ machineClass })}
          />
        )}
      </Field>
      <Field
        label="For"
        error={errorOf("role")}
        was={before && before.role !== pool.role ? before.role : undefined}
      >
        {(ids) => (
          <Choice
            ids={ids}
            value={pool.role}
            disabled={disabled}
            choices={["fallback", "green"]}
            names={ROLE_NAMES}
            onChange={(role) => set({ role })}
          />
        )}
      </Field>
      <Field label="How many">
        {(ids) => (
          <Choice
            ids={ids}
            value={pool.size}
            disabled={disabled}
            choices={["fixed", "bounds"]}
            names={SIZE_NAMES}
            onChange={(size) => set({ size })}
          />
        )}
      </Field>
      {pool.size === "fixed" ? (
        <Field label="Machines" error={errorOf("maxNodes")} was={was("machines")}>
          {(ids) => <Input inputMode="numeric" {...text("machines")} {...ids} />}
        </Field>
      ) : (
        <>
          <Field
            label="At least"
            error={errorOf("minNodes")}
            was={was("least")}
            help={pool.least.trim() === "0" ? FROM_NONE : undefined}
          >
            {(ids) => <Input inputMode="numeric" {...text("least")} {...ids} />}
          </Field>
          <Field label="At most" error={errorOf("maxNodes")} was={was("most")}>
            {(ids) => <Input inputMode="numeric" {...text("most")} {...ids} />}
          </Field>
        </>
      )}
      <div className="flex gap-2 max-touch:col-span-2 touch:col-start-4 touch:row-span-2 touch:row-start-1 touch:mt-[27px] touch:flex-col">
        {onRemove && (
          <Button small kind="quiet" onClick={onRemove}>
            Remove<span className="sr-only"> the pool {pool.name}</span>
          </Button>
        )}
        {onRoll && (
          <Button small kind="quiet" onClick={onRoll}>
            Roll now<span className="sr-only"> the machines of {pool.name}</span>
          </Button>
        )}
      </div>
    </div>
  );
}

interface ChoiceProps<T extends string> {
  ids: FieldIds;
  value: T;
  choices: readonly T[];
  names?: Record<T, string>;
  disabled: boolean;
  onChange: (value: T) => void;
}

function Choice<T extends string>({ ids, value, choices, names, disabled, onChange }: ChoiceProps<T>) {
  return (
    <Select
      value={value}
      disabled={disabled}
      onChange={({ target }) => {
        const chosen = choices.find((choice) => choice === target.value);
        if (chosen !== undefined) onChange(chosen);
      }}
      {...ids}
    >
      {choices.map((choice) => (
        <option key={choice} value={choice}>
          {names?.[choice] ?? choice}
        </option>
      ))}
    </Select>
  );
}
