export type DomainErrorCode =
  | "BAD_REQUEST"
  | "UNAUTHORIZED"
  | "FORBIDDEN"
  | "NOT_FOUND"
  | "CONFLICT"
  | "PRECONDITION_FAILED"
  | "PAYLOAD_TOO_LARGE"
  | "TOO_MANY_REQUESTS";

/** A refusal whose message is a sentence for the person who asked. Each door maps it once. */
export class DomainError extends Error {
  readonly code: DomainErrorCode;
  constructor(code: DomainErrorCode, message: string) {
    super(message);
    this.name = "DomainError";
    this.code = code;
  }
}

/** Not an error: something outside is not there yet. The loop looks again after `requeueAfterMs`; pages show grey. */
export class Waiting extends Error {
  readonly reason: string;
  readonly requeueAfterMs: number;
  constructor(reason: string, message: string, requeueAfterMs: number) {
    super(message);
    this.name = "Waiting";
    this.reason = reason;
    this.requeueAfterMs = requeueAfterMs;
  }
}

/** The person asked for something impossible: no retry until the spec changes. */
export class UserError extends Error {
  readonly reason: string;
  constructor(reason: string, message: string) {
    super(message);
    this.name = "UserError";
    this.reason = reason;
  }
}

/** A failure that a retry cannot mend. The next change to the object starts afresh. */
export class TerminalError extends Error {}
