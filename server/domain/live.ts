/** What turned, for whoever watches. Pages re-read; no payload travels. */
export type LiveTopic = "clusters" | "policies" | "workloads" | "carbon" | "settings";
export const LIVE_CHANNEL = "karbon_live";
