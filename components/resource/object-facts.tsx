"use client";
import Link from "next/link";
import { Facts } from "#components/ui/facts.tsx";
import { Section } from "#components/ui/section.tsx";
import { Time } from "#components/ui/time.tsx";
import { useMay } from "#components/shell/me.tsx";
import { apiVersionOf } from "#server/domain/resource/kind.ts";
import type { ObjectAccess, ObjectView, OwnerLink } from "#server/domain/resource/view.ts";
import { hrefOf } from "./place.prepare.ts";

interface ObjectFactsProps {
  cluster: string;
  object: ObjectView;
  access: ObjectAccess | undefined;
}

export function ObjectFacts({ cluster, object, access }: ObjectFactsProps) {
  const { kind, namespace, labels, owners, finalizers, createdAt } = object;
  const pairs = Object.entries(labels);
  return (
    <Section title="What it is">
      <Facts
        rows={[
          ["Kind", `${kind.kind}, ${apiVersionOf(kind)}`],
          ["Namespace", namespace],
          ["Made", createdAt && <Time key="made" at={createdAt} />],
          ["Made by", owners.length > 0 && <Owners key="owners" cluster={cluster} owners={owners} />],
          ["Pods", podsLink(cluster, object)],
          ["Labels", pairs.length > 0 && <Labels key="labels" pairs={pairs} />],
          ["Finalizers", finalizers.length > 0 && finalizers.join(", ")],
        ].map(([name, value]) => [name as string, value || null] as const)}
      />
      {access && <Rights access={access} />}
    </Section>
  );
}

/** A button that is not there is explained. */
function Rights({ access }: { access: ObjectAccess }) {
  const mayOperate = useMay("operate");
  if (!mayOperate)
    return <p className="mt-3 text-small text-ink-3">Changing and deleting it take the role operator.</p>;
  if (access.locked)
    return (
      <p className="mt-3 text-small text-ink-3">
        It can be changed and deleted once what would be written into this cluster is reviewed.
      </p>
    );
  const missing = [!access.patch && "change", !access.delete && "delete"].filter(Boolean);
  if (missing.length === 0) return null;
  return (
    <p className="mt-3 text-small text-ink-3">
      The account that this console has there may not {missing.join(" or ")} it.
    </p>
  );
}

function Owners({ cluster, owners }: { cluster: string; owners: readonly OwnerLink[] }) {
  return owners.map(({ kind, name, kindId, namespace }) => (
    <span key={`${kind}/${name}`} className="block">
      {kindId ? (
        <Link className="link break-words" href={hrefOf(cluster, { kind: kindId, namespace, name })}>
          {kind} {name}
        </Link>
      ) : (
        `${kind} ${name}`
      )}
    </span>
  ));
}

function podsLink(cluster: string, { kind, name, namespace, podSelector }: ObjectView) {
  if (kind.id === "nodes")
    return (
      <Link
        key="pods"
        className="link"
        href={hrefOf(cluster, { kind: "pods" }, { fields: `spec.nodeName=${name}` })}
      >
        on this node
      </Link>
    );
  if (!podSelector) return null;
  return (
    <Link
      key="pods"
      className="link"
      href={hrefOf(cluster, { kind: "pods", namespace }, { labels: podSelector })}
    >
      its own
    </Link>
  );
}

const Labels = ({ pairs }: { pairs: readonly [string, string][] }) =>
  pairs.map(([key, value]) => (
    <span key={key} className="mono block break-all">
      {key}={value}
    </span>
  ));
