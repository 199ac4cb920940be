"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "#components/shell/trpc.ts";
import { Note } from "#components/ui/note.tsx";
import { QueryPart } from "#components/ui/query-part.tsx";

/** What giving up leaves, by name, read when it is asked for. */
export function LeftList({ name }: { name: string }) {
  const trpc = useTRPC();
  const left = useQuery({ ...trpc.cluster.leftBehind.queryOptions({ name }), staleTime: 0 });
  return (
    <div className="mt-3" aria-live="polite">
      <QueryPart
        query={left}
        failure="What is left could not be read."
        loading={<p className="text-ink-2">What is there now is being read.</p>}
      >
        {({ groups, unread }) => (
          <>
            <p className="text-ink-2">
              {groups.length > 0
                ? "There now, by name:"
                : unread.length > 0
                  ? "Nothing could be named."
                  : "No machine, load balancer or volume is left, and nothing is being deleted."}
            </p>
            {groups.length > 0 && (
              <dl className="mt-1.5 grid gap-1.5">
                {groups.map(({ what, count, items }) => (
                  <div key={what}>
                    <dt className="font-[550]">{what}</dt>
                    {items.map((item) => (
                      <dd key={item} className="mono break-words text-ink-2">
                        {item}
                      </dd>
                    ))}
                    {count > items.length && <dd className="text-ink-3">and {count - items.length} more</dd>}
                  </div>
                ))}
              </dl>
            )}
            {unread.map((sentence) => (
              <Note key={sentence} className="mt-2">
                {sentence}
              </Note>
            ))}
          </>
        )}
      </QueryPart>
    </div>
  );
}
