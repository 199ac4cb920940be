"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Input, Select } from "#components/ui/input.tsx";
import type { ResourceKind } from "#server/domain/resource/kind.ts";
import { matchesKind, sectionsOf } from "#server/domain/resource/nav.ts";
import type { KindsView } from "#server/domain/resource/view.ts";
import { pluralOf } from "./list.prepare.ts";
import { hrefOf, type Place } from "./place.prepare.ts";

interface KindNavProps {
  cluster: string;
  view: KindsView;
  current: Place;
}

/** Every kind by what it is for; on a phone as one list to choose from. */
export function KindNav(props: KindNavProps) {
  return (
    <>
      <KindSelect {...props} />
      <KindList {...props} />
    </>
  );
}

function KindSelect({ cluster, view, current }: KindNavProps) {
  const router = useRouter();
  return (
    <div className="touch:hidden">
      <Select
        aria-label="Kind"
        value={current.kind}
        onChange={({ target }) =>
          router.push(hrefOf(cluster, { kind: target.value, namespace: current.namespace }))
        }
      >
        {sectionsOf(view.kinds).map(({ section, kinds }) => (
          <optgroup key={section} label={section}>
            {kinds.map((kind) => (
              <option key={kind.id} value={kind.id}>
                {labelOf(kind, view.kinds)}
              </option>
            ))}
          </optgroup>
        ))}
      </Select>
    </div>
  );
}

function KindList({ cluster, view, current }: KindNavProps) {
  const [text, setText] = useState("");
  const sections = sectionsOf(view.kinds.filter((kind) => matchesKind(kind, text)));
  return (
    <nav
      aria-label="Kinds"
      className="sticky top-[64px] max-h-[calc(100dvh-80px)] overflow-y-auto pr-1 pb-6 max-touch:hidden"
    >
      <search>
        <Input
          type="search"
          aria-label="Find a kind"
          placeholder="Find a kind"
          value={text}
          className="h-[30px]"
          onChange={({ target }) => setText(target.value)}
        />
      </search>
      {sections.length === 0 && <p className="mt-4 text-ink-2">No kind is called that.</p>}
      {sections.map(({ section, kinds }) => (
        <section key={section} aria-label={section} className="mt-4">
          <p className="mb-0.5 text-micro text-ink-3">{section}</p>
          <ul>
            {kinds.map((kind) => (
              <li key={kind.id}>
                <KindLink
                  href={hrefOf(cluster, {
                    kind: kind.id,
                    namespace: kind.namespaced ? current.namespace : null,
                  })}
                  here={kind.id === current.kind}
                  label={labelOf(kind, view.kinds)}
                  title={kind.id}
                />
              </li>
            ))}
          </ul>
        </section>
      ))}
      {view.silent.length > 0 && (
        <p className="mt-4 text-small text-ink-3">
          No answer from {view.silent.join(", ")}: its kinds are not shown.
        </p>
      )}
    </nav>
  );
}

function KindLink({
  href,
  here,
  label,
  title,
}: {
  href: string;
  here: boolean;
  label: string;
  title: string;
}) {
  return (
    <Link
      href={href}
      prefetch={false}
      title={title}
      aria-current={here ? "page" : undefined}
      className="block truncate rounded-1 py-[3px] pl-2 text-ink-2 no-underline hover:text-ink focus-visible:-outline-offset-2 aria-[current=page]:border-l-2 aria-[current=page]:border-ink aria-[current=page]:pl-1.5 aria-[current=page]:font-[550] aria-[current=page]:text-ink"
    >
      {label}
    </Link>
  );
}

/** Two groups may have a kind of one name: then the group is said. */
function labelOf({ kind, group }: ResourceKind, all: readonly ResourceKind[]): string {
  const alone = all.filter((other) => other.kind === kind).length === 1;
  return alone || group === "" ? pluralOf(kind) : `${pluralOf(kind)}, ${group}`;
}
