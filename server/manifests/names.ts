/** Names of the agent's own objects, for the manifests, the chart and the program alike. */
export const AGENT_NAME = "karbonetes-agent";
export const TLS_SECRET = "karbonetes-agent-tls";
export const LEASE_NAME = "karbonetes-agent";
export const SERVICE_PORT = 443;
export const WEBHOOK_PORT = 9_443;
export const METRICS_PORT = 8_080;
