import type { Metadata } from "next";
import { ResourcesPanel } from "#components/resource/resources-panel.tsx";

interface ResourcesPageProps {
  params: Promise<{ name: string; path?: string[] }>;
}

export async function generateMetadata({ params }: ResourcesPageProps): Promise<Metadata> {
  const { name, path = [] } = await params;
  return { title: [path[2] ?? path[0] ?? "Resources", name].map(decodeURIComponent).join(" · ") };
}

/** What a cluster holds is asked of the cluster itself: too slow to keep a page waiting for it. */
export default async function ResourcesPage({ params }: ResourcesPageProps) {
  const { name, path = [] } = await params;
  return <ResourcesPanel cluster={decodeURIComponent(name)} path={path.map(decodeURIComponent)} />;
}
