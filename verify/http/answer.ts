import { BACKEND_HEADER } from "../../environments/backend-header";
import type { Failed } from "../engine/attempt";
import { MOST_RETRY_AFTER_SECONDS, type HostAnswer } from "./request";
import type { SymptomId } from "../symptoms";

const GATEWAY: readonly number[] = [502, 503, 504];
const REFUSED: readonly number[] = [401, 403];

/** `status 503 from auth-service, Retry-After 30 s`, for people. */
export function answerText({ status, backend, retryAfterSeconds: wait }: HostAnswer): string {
  const who = backend === undefined ? `without ${BACKEND_HEADER}` : `from ${backend}`;
  return `status ${status} ${who}${wait === undefined ? "" : `, Retry-After ${waitText(wait)}`}`;
}

/** A longer wait than a day was not kept: what the header said is not known any more. */
const waitText = (seconds: number): string =>
  seconds < MOST_RETRY_AFTER_SECONDS ? `${Math.round(seconds)} s` : "a day or more";

/** The answer's Retry-After, as a failed attempt hands it to the engine. */
export const retryAfterOf = ({ retryAfterSeconds }: HostAnswer): Pick<Failed, "retryAfterSeconds"> =>
  retryAfterSeconds === undefined ? {} : { retryAfterSeconds };

/** Whether the application itself refused the caller. Google's front end and Cloud Armor name no backend. */
export const isRefusedBy = ({ status, backend }: HostAnswer, service: string): boolean =>
  REFUSED.includes(status) && backend === service;

/** The symptom of a status that says that nobody could serve the request, whoever sent it; otherwise undefined. */
export function overloadSymptom(status: number): SymptomId | undefined {
  if (status === 429) return "too-many-requests";
  return GATEWAY.includes(status) ? "bad-gateway" : undefined;
}

/**
 * The symptom that an answer shows whatever was asked; undefined where the service itself answered, without an error of
 * its own.
 */
export function commonSymptom({ status, backend }: HostAnswer, service: string): SymptomId | undefined {
  if (backend !== undefined && backend !== service) return "wrong-backend";
  const overloaded = overloadSymptom(status);
  if (overloaded !== undefined) return overloaded;
  if (backend === undefined) return REFUSED.includes(status) ? "unauthorized" : "wrong-backend";
  return status >= 500 ? "internal-error" : undefined;
}
