"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/input.tsx";

interface ImportZoneProps {
  value: string;
  onChange: (zone: string) => void;
  /** What is asked where its nodes stand; undefined until its address is confirmed. */
  target: { kubeconfig: string; context: string; confirmedServer: string } | undefined;
}

/** The grid that feeds a cluster: as its nodes' labels say, when asked; a person chooses. */
export function ImportZone({ value, onChange, target }: ImportZoneProps) {
  const trpc = useTRPC();
  const choices = useQuery(trpc.cluster.suggest.queryOptions());
  const ask = useMutation(
    trpc.cluster.suggestZone.mutationOptions({
      onSuccess: ({ gridZone, watched }) => gridZone !== null && watched && onChange(gridZone),
    }),
  );
  return (
    <div className="grid content-start gap-1.5">
      <Field label="Zone" help="The grid that feeds it." error={choices.error?.message ?? ask.error?.message}>
        {(ids) => (
          <Select value={value} onChange={({ target: { value: zone } }) => onChange(zone)} {...ids}>
            {choices.data?.zones.map((choice) => (
              <option key={choice.zone} value={choice.zone}>
                {choice.name === choice.zone ? choice.zone : `${choice.zone}, ${choice.name}`}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {target && !ask.data && (
        <Button small className="justify-self-start" busy={ask.isPending} onClick={() => ask.mutate(target)}>
          Ask its nodes where they stand
        </Button>
      )}
      {target && ask.data && (
        <p role="status" className="text-small text-ink-2">
          {ask.data.message}{" "}
          {ask.data.gridZone !== null && !ask.data.watched && (
            <>
              That grid is not watched yet:{" "}
              <Link className="link" href="/settings#grids">
                add {ask.data.gridZone}
              </Link>
              , or choose the nearest.
            </>
          )}
        </p>
      )}
    </div>
  );
}
