import { z } from "zod";
import { FreeMap, Image, LogLevel, Placement, Text, TextMap, Toggle } from "#server/manifests/helm/values.ts";

const secretKey = (name: string, key: string) =>
  z.strictObject({ name: Text(name), key: z.string().min(1).default(key) }).prefault({});

/** What may be set at the chart of console and worker. */
export const ControlPlaneValues = z.strictObject({
  publicUrl: z
    .string()
    .regex(/^(https?:\/\/\S+)?$/)
    .default("")
    .meta({ description: "the origin people type, such as https://karbon.example.org" }),
  logLevel: LogLevel,
  database: z
    .strictObject({
      secret: secretKey(
        "a Secret of this namespace with postgresql://user:password@host/database; must be given",
        "url",
      ),
    })
    .prefault({}),
  encryption: z
    .strictObject({
      secret: secretKey(
        "a Secret with 32 bytes in base64 (openssl rand -base64 32), under which kubeconfigs are encrypted; must be given, and kept",
        "key",
      ),
    })
    .prefault({}),
  console: z
    .strictObject({
      replicas: z.int().min(1).max(20).default(2),
      image: Image("karbonetes/console"),
      resources: FreeMap("the console keeps nothing", {
        requests: { cpu: "100m", memory: "256Mi" },
        limits: { memory: "768Mi" },
      }),
    })
    .prefault({}),
  worker: z
    .strictObject({
      replicas: z.int().min(1).max(20).default(1).meta({ description: "they share one queue" }),
      image: Image("karbonetes/worker"),
      resources: FreeMap("more with many sandboxes", {
        requests: { cpu: "100m", memory: "256Mi" },
        limits: { memory: "1Gi" },
      }),
      persistence: z
        .strictObject({
          enabled: Toggle("a volume for sandboxes, which live in the worker; for one replica", false),
          size: z
            .string()
            .regex(/^\d+(Mi|Gi|Ti)$/)
            .default("5Gi"),
          storageClassName: Text("empty: the cluster's default"),
        })
        .prefault({}),
    })
    .prefault({}),
  service: z
    .strictObject({
      type: z.enum(["ClusterIP", "NodePort", "LoadBalancer"]).default("ClusterIP"),
      port: z.int().min(1).max(65_535).default(80),
    })
    .prefault({}),
  ingress: z
    .strictObject({
      enabled: Toggle("the console at a host name", false),
      className: Text("empty: the cluster's default"),
      host: Text("such as karbon.example.org"),
      tlsSecret: Text("a Secret with the certificate; empty: no TLS here"),
      annotations: TextMap("such as cert-manager.io/cluster-issuer"),
    })
    .prefault({}),
  podDisruptionBudget: z
    .strictObject({ enabled: Toggle("at most one console is evicted at a time", true) })
    .prefault({}),
  networkPolicy: z
    .strictObject({ enabled: Toggle("in: the console's port, and nothing else", true) })
    .prefault({}),
  ...Placement,
});
export type ControlPlaneValues = z.infer<typeof ControlPlaneValues>;
