"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMay } from "#components/shell/me.tsx";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { PartError } from "#components/ui/note.tsx";
import { Time } from "#components/ui/time.tsx";
import { toast } from "#components/ui/toast.tsx";
import { accessWords, type AccessView } from "#server/domain/cluster/access.ts";
import { endedSentence } from "./access.prepare.ts";

const LOOK_EVERY_MS = 30_000; // the cluster loop ends what is over as often

/** Who is let in, how far and until when. One ends one's own; an administrator, everybody's. */
export function AccessList({ name }: { name: string }) {
  const trpc = useTRPC();
  const mayEndAll = useMay("administer");
  const accesses = useQuery({ ...trpc.access.list.queryOptions({ name }), refetchInterval: LOOK_EVERY_MS });
  const { end, endOwn } = useEnding(name);
  if (accesses.isError)
    return (
      <PartError className="mt-3" title="Who has access is not known.">
        {accesses.error.message}
      </PartError>
    );
  if (!accesses.data?.length) return null;
  const own = accesses.data.filter((access) => access.own).length;
  return (
    <div className="mt-3.5">
      <ul aria-label="Who has access" className="grid gap-2.5">
        {accesses.data.map((access) => (
          <AccessItem
            key={access.id}
            access={access}
            busy={end.isPending && end.variables.id === access.id}
            end={access.own || mayEndAll ? () => end.mutate({ name, id: access.id }) : undefined}
          />
        ))}
      </ul>
      {own > 1 && (
        <Button small className="mt-2.5" busy={endOwn.isPending} onClick={() => endOwn.mutate({ name })}>
          End all of mine
        </Button>
      )}
    </div>
  );
}

function AccessItem({ access, busy, end }: { access: AccessView; busy: boolean; end?: () => void }) {
  const { personName, until, problem } = access;
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
      <span className="min-w-0">
        {personName}
        <span className="block text-small text-ink-3 [overflow-wrap:anywhere]">
          {accessWords(access)}, until <Time at={until} />
        </span>
      </span>
      {end && (
        <Button small busy={busy} onClick={end} aria-label={`End ${accessWords(access)} of ${personName}`}>
          End it
        </Button>
      )}
      {problem && (
        <PartError className="basis-full" title="It could not be ended.">
          {problem} It is tried again by itself.
        </PartError>
      )}
    </li>
  );
}

const done = (fact: string) =>
  toast.done({ fact, consequence: "Its token is refused within ten seconds, wherever the file is." });

function useEnding(name: string) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const onSettled = () => queryClient.invalidateQueries({ queryKey: trpc.access.pathKey() });
  const onError = (error: { message: string }) =>
    toast.failed({ fact: `The access to ${name} was not ended.`, consequence: error.message });
  return {
    end: useMutation(
      trpc.access.end.mutationOptions({ onSettled, onError, onSuccess: () => done("The access is ended.") }),
    ),
    endOwn: useMutation(
      trpc.access.endOwn.mutationOptions({ onSettled, onError, onSuccess: (n) => done(endedSentence(n)) }),
    ),
  };
}
