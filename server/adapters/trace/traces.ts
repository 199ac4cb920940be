import { type Attributes, SpanStatusCode } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { defaultResource, resourceFromAttributes } from "@opentelemetry/resources";
import { BasicTracerProvider, BatchSpanProcessor } from "@opentelemetry/sdk-trace-base";

export interface Traces {
  /** Runs `act` within a span of that name; what it throws is the span's failure, and thrown on. */
  span<T>(name: string, attributes: Attributes, act: () => T): T;
  /** What was gathered is sent, within the exporter's own limit. */
  stop(): Promise<void>;
}

const SEND_MS = 3_000; // with its retries: an agent that stops must not wait for a collector
const NONE: Traces = { span: (_, __, act) => act(), stop: () => Promise.resolve() };

/**
 * Spans by OTLP over HTTP to `endpoint`, a collector's base URL; none without one, and at no cost. Sampling and headers are
 * OpenTelemetry's own variables (OTEL_TRACES_SAMPLER, OTEL_EXPORTER_OTLP_HEADERS). A collector that is away costs spans, nothing else.
 */
export function createTraces(
  endpoint: URL | undefined,
  { service, instance }: { service: string; instance: string },
): Traces {
  if (!endpoint) return NONE;
  const url = new URL("v1/traces", endpoint.href.endsWith("/") ? endpoint : `${endpoint.href}/`).href;
  const resource = defaultResource().merge(
    resourceFromAttributes({ "service.name": service, "service.instance.id": instance }),
  );
  const provider = new BasicTracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url, timeoutMillis: SEND_MS }))],
  });
  const tracer = provider.getTracer(service);
  return {
    span(name, attributes, act) {
      const span = tracer.startSpan(name, { attributes });
      const fail = (error: unknown): never => {
        span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
        span.end();
        throw error;
      };
      try {
        const result = act();
        if (result instanceof Promise) return result.then(endWith(span), fail) as typeof result;
        span.end();
        return result;
      } catch (error) {
        return fail(error);
      }
    },
    stop: () => provider.shutdown().catch(() => undefined),
  };
}

const endWith =
  (span: { end: () => void }) =>
  <T>(value: T): T => {
    span.end();
    return value;
  };
