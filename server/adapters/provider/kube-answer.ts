import { ApiError } from "../kubernetes/api-error.ts";
import { UserError } from "#server/domain/errors.ts";
import { connectionWords } from "../connection-words.ts";

const CERTIFICATE: Record<string, string> = {
  CERT_HAS_EXPIRED: "its certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is not signed by the authority in the kubeconfig",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is not signed by the authority in the kubeconfig",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate is not signed by the authority in the kubeconfig",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate is not signed by the authority in the kubeconfig",
  CERT_SIGNATURE_FAILURE: "its certificate is not signed by the authority in the kubeconfig",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
};

/** Reason of the error for credentials that the cluster does not take. */
export const REFUSED_CREDENTIALS = "CredentialsRefused";
/** Reason of the error for a right that they lack. */
export const FORBIDDEN = "Forbidden";

/** Whether the failure is one of the way there, not of what was asked: nothing is known of the cluster then. */
export const isUnreachable = (error: unknown): boolean =>
  !(error instanceof ApiError) && reasonOf(error) !== undefined;

/** Says already which cluster it was. */
class Unreached extends Error {}

/** A failed call as the loop should take it, in words for people. A refusal of the credentials is for a person to mend. */
export function explain(error: unknown, server: string): Error {
  if (error instanceof ApiError && error.status === 401) {
    return new UserError(
      REFUSED_CREDENTIALS,
      `${server} refuses the credentials (401). Give a kubeconfig that is valid now.`,
    );
  }
  if (error instanceof ApiError && error.status === 403) {
    return new UserError(FORBIDDEN, `${server} forbids it: ${error.message}`);
  }
  if (error instanceof Unreached) return error; // of another cluster, asked in the middle of asking this one
  const why = reasonOf(error);
  if (why) return new Unreached(`${server} cannot be reached: ${why}.`, { cause: error });
  return error instanceof Error ? error : new Error(String(error));
}

const reasonOf = (error: unknown): string | undefined => connectionWords(error, CERTIFICATE);
