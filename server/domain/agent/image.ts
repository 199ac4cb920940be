import { z } from "zod";

/** registry/repository:tag; no digest, since the tag is shown as the version. */
export const AgentImage = z
  .string()
  .max(300, { error: "An image's name has at most 300 characters." })
  .regex(/^[a-z0-9][a-zA-Z0-9._:/-]*:[\w][\w.-]{0,62}$/, {
    error: "Give the image with its tag, such as registry.example.org/karbonetes/agent:0.1.0.",
  });

/** The chart's own: no registry holds it yet, so a cluster has it only where its nodes were given it. */
export const DEFAULT_AGENT_IMAGE = "karbonetes/agent:0.1.0";
