import { Tag } from "#components/ui/status.tsx";
import { PROVIDER_WORDS } from "#server/domain/cluster/provider-words.ts";
import type { ProviderName } from "#server/domain/cluster/spec.ts";

/** What of a cluster is simulated, at its name; nothing where all of it is real. */
export function ProviderTag({ provider, className }: { provider: ProviderName; className?: string }) {
  const { tag } = PROVIDER_WORDS[provider];
  return tag === null ? null : <Tag className={className}>{tag}</Tag>;
}
