import { DEFAULT_REQUEST_TIMEOUT_SECONDS, MAX_REQUEST_TIMEOUT_SECONDS } from "../../../../google/cloud-run";
import { SERVICE_CONTAINER } from "../../../../google/hardened/cloud-run";
import { judgeValue, isOneOf, type Known } from "../../../core/judge";
import type { Rule } from "../../../core/rule";
import { socketServices } from "./variable";

const SOURCE = "https://cloud.google.com/run/docs/triggering/websockets";
const HOUR = `${MAX_REQUEST_TIMEOUT_SECONDS}s`;
const PORT_NAME = SERVICE_CONTAINER.portName;

/** The check "for every socket service, the value at that path". */
const socketCheck =
  (path: string, holds: (value: Known) => boolean, allowed: string): Rule["check"] =>
  (estate) =>
    socketServices(estate).flatMap((service) => judgeValue(service, path, holds, allowed));

/** Whether a timeout is at least an hour; more, or what is no duration, is refused: run-request-timeout judges that. */
const isHourOrRefused = (value: Known): boolean =>
  typeof value === "string" && (!/^[\d.]+s$/.test(value) || parseFloat(value) >= MAX_REQUEST_TIMEOUT_SECONDS);

const requestTimeout: Rule = {
  id: "socket-request-timeout",
  kind: "down",
  severity: "high",
  title: "A socket service's requests may last an hour",
  why: `A socket is one request: it is cut when its request timeout ends, after ${DEFAULT_REQUEST_TIMEOUT_SECONDS} s where none is declared, and every client reconnects at that age.`,
  fix: `set template.timeout to "${HOUR}"`,
  source: SOURCE,
  check: socketCheck("template[0].timeout", isHourOrRefused, `"${HOUR}"`),
};

const affinity: Rule = {
  id: "socket-session-affinity",
  kind: "down",
  severity: "medium",
  title: "A socket service asks for session affinity",
  why: "A client that reconnects finds its instance again where possible; shared state is needed all the same.",
  fix: "set template.session_affinity to true",
  source: SOURCE,
  check: socketCheck("template[0].session_affinity", isOneOf(true), "true"),
};

const http1: Rule = {
  id: "socket-http1",
  kind: "down",
  severity: "high",
  title: "A socket service speaks HTTP/1 to its container",
  why: "Cloud Run's documentation says not to use end-to-end HTTP/2 (h2c) for WebSockets, and HTTP probes need HTTP/1.",
  fix: `name the port "${PORT_NAME.value}"`,
  source: SOURCE,
  check: socketCheck(PORT_NAME.path, isOneOf(PORT_NAME.value, undefined, ""), `"${PORT_NAME.value}"`),
};

/** What cuts the sockets of a service, or keeps them from opening. */
export const socketServiceRules: readonly Rule[] = [requestTimeout, affinity, http1];
