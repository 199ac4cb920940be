import { TRIED_WORDS, sourceTitleOf } from "#server/domain/carbon/source-config.ts";

/** What a source gives, what its API allows, and how far we tried it. */
export function SourceFacts({ source }: { source: string }) {
  const title = sourceTitleOf(source);
  if (!title) return null;
  const { detail, limit, tried, signalKind } = title;
  return (
    <div className="grid gap-1 text-small text-ink-3">
      <p>
        {detail}
        {signalKind === "marginal" && " Marginal intensities, which are never mixed with average ones."}
      </p>
      {limit && <p>{`Limit: ${limit}`}</p>}
      {tried !== "no network" && <p>{TRIED_WORDS[tried]}</p>}
    </div>
  );
}
