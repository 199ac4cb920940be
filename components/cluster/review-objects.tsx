import { CodeBlock } from "#components/ui/code-block.tsx";
import {
  reviewSentence,
  type Review,
  type ReviewField,
  type ReviewObject,
} from "#server/domain/cluster/review.ts";
import { CHANGE_WORDS } from "./agent.prepare.ts";

/** Each object that would be written; opened, all of it: its YAML, or the fields that turn. */
export function ReviewObjects({ review: { objects, later } }: { review: Review }) {
  return (
    <div role="status" className="mt-4">
      <p>{reviewSentence(objects)}</p>
      <ul aria-label="What would be written" className="mt-2 border-y border-line">
        {objects.map((object) => (
          <li key={`${object.kind}/${object.name}`} className="border-b border-line last:border-b-0">
            <OneObject object={object} />
          </li>
        ))}
      </ul>
      {later.length > 0 && (
        <ul className="mt-2.5 grid gap-1 text-small text-ink-3">
          {later.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function OneObject({ object: { kind, name, change, yaml, fields, refusal } }: { object: ReviewObject }) {
  return (
    <details className="py-1.5">
      <summary className="cursor-pointer">
        <span className="inline-flex w-[calc(100%-1.5em)] flex-wrap items-baseline justify-between gap-x-3 align-top">
          <span className="min-w-0 [overflow-wrap:anywhere]">
            {kind} <span className="mono text-ink-3">{name}</span>
          </span>
          <span className={refusal ? "text-crimson" : "text-ink-2"}>
            {refusal ? "refused" : CHANGE_WORDS[change]}
          </span>
          {refusal && <span className="basis-full text-small text-crimson">{refusal}</span>}
        </span>
      </summary>
      {fields.length > 0 && <Fields fields={fields} />}
      <div className="mt-2">
        <CodeBlock label={`${kind} ${name}`} lines={yaml.trimEnd().split("\n")} yaml />
      </div>
    </details>
  );
}

function Fields({ fields }: { fields: readonly ReviewField[] }) {
  return (
    <ul aria-label="Fields that turn" className="mt-2 grid gap-1 text-small">
      {fields.map(({ path, from, to }) => (
        <li key={path} className="[overflow-wrap:anywhere]">
          <span className="mono">{path}</span>: <span className="text-ink-3">{from ?? "not there"}</span>{" "}
          becomes <b className="font-[550]">{to ?? "not there"}</b>
        </li>
      ))}
    </ul>
  );
}
