import { SOURCES } from "#server/domain/carbon/source-config.ts";
import { SourceFacts } from "./source-facts.tsx";

/** Every source, with its limit and how far it was tried: open to all, since numbers come from them. */
export function SourcesList() {
  return (
    <details className="mt-3">
      <summary className="cursor-pointer text-ink-2 hover:text-ink">
        What each of the {SOURCES.length} sources gives, its limit, and how far we tried it
      </summary>
      <dl className="mt-2 grid gap-3">
        {SOURCES.map(({ name, title, keyless }) => (
          <div key={name}>
            <dt className="font-[550]">
              {title}
              {!keyless && <span className="font-normal text-ink-3">, with a key</span>}
            </dt>
            <dd>
              <SourceFacts source={name} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
