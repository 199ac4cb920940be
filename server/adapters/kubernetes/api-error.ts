export interface StatusBody {
  message?: string;
  reason?: string;
  code?: number;
  [key: string]: unknown;
}

/** What a Kubernetes API answered instead of 2xx; `body` is its Status object where it sent one. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: StatusBody;
  constructor(status: number, body: StatusBody) {
    super(body.message ?? `The Kubernetes API answered ${status}.`);
    this.name = "ApiError";
    this.status = status;
    this.body = body;
  }

  /** Next keeps a copy of each module for the start and one for requests: a client made by the one throws to the other. */
  static override [Symbol.hasInstance](value: unknown): value is ApiError {
    return value instanceof Error && value.name === "ApiError" && "status" in value;
  }
}

export const isNotFound = (error: unknown): boolean => error instanceof ApiError && error.status === 404;
export const isConflict = (error: unknown): boolean => error instanceof ApiError && error.status === 409;
