"use client";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input, Select } from "#components/ui/input.tsx";
import { Section } from "#components/ui/section.tsx";
import { newPool, type PoolDraft } from "./class-draft.ts";
import type { PartProps } from "./class-form.tsx";

const MOST = 10;

/** Each pool has one class of machine, so many of it, and a role that its nodes are labelled with. */
export function ClassPools({ draft, errors, change, chosen }: PartProps) {
  const { pools } = draft;
  const set = (index: number, part: Partial<PoolDraft>) =>
    change({ pools: pools.map((pool, at) => (at === index ? { ...pool, ...part } : pool)) });
  return (
    <Section
      title="Pools"
      aside={
        pools.length < MOST && (
          <Button small onClick={() => change({ pools: [...pools, newPool(chosen, pools)] })}>
            Add a pool
          </Button>
        )
      }
    >
      <ul className="grid gap-4">
        {pools.map((pool, index) => (
          <li
            key={index}
            className="grid grid-cols-2 items-start gap-x-4 gap-y-3 touch:grid-cols-[1fr_1fr_1fr_100px_auto]"
          >
            <Field label="Pool" error={errors[`pools.${index}.name`]}>
              {(ids) => (
                <Input
                  mono
                  value={pool.name}
                  onChange={({ target }) => set(index, { name: target.value })}
                  {...ids}
                />
              )}
            </Field>
            <Field label="Class of machine" error={errors[`pools.${index}.machineClass`]}>
              {(ids) => (
                <Select
                  value={pool.machineClass}
                  onChange={({ target }) => set(index, { machineClass: target.value })}
                  {...ids}
                >
                  {chosen.workerClasses.map((name) => (
                    <option key={name}>{name}</option>
                  ))}
                </Select>
              )}
            </Field>
            <Field label="For">
              {(ids) => (
                <Select
                  value={pool.role}
                  onChange={({ target }) =>
                    set(index, { role: target.value === "green" ? "green" : "fallback" })
                  }
                  {...ids}
                >
                  <option value="fallback">all work</option>
                  <option value="green">Jobs in green hours</option>
                </Select>
              )}
            </Field>
            <Field label="Machines" error={errors[`pools.${index}.maxNodes`]}>
              {(ids) => (
                <Input
                  inputMode="numeric"
                  value={pool.machines}
                  onChange={({ target }) => set(index, { machines: target.value })}
                  {...ids}
                />
              )}
            </Field>
            <Button
              small
              kind="quiet"
              className="touch:mt-[27px]"
              disabled={pools.length === 1}
              onClick={() => change({ pools: pools.filter((_, at) => at !== index) })}
            >
              Remove<span className="sr-only"> the pool {pool.name}</span>
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
