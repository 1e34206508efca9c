import { SERVICE_CONTAINER } from "../../../google/hardened/cloud-run";
import { judgeValue, isOneOf } from "../../core/judge";
import type { Rule } from "../../core/rule";
import { socketServices } from "./variable";

const requestTimeout: Rule = {
  id: "socket-request-timeout",
  kind: "down",
  severity: "high",
  title: "A socket service's requests may last an hour",
  why: "A socket is one request: it is cut when its request timeout ends, and every client reconnects at that age.",
  fix: "set requestTimeoutSeconds to 3600",
  // What is no legal timeout at all is run-request-timeout's to name.
  check: (estate) =>
    socketServices(estate).flatMap((service) =>
      judgeValue(
        service,
        "template[0].timeout",
        (value) => typeof value !== "string" || !/^[\d.]+s$/.test(value) || parseFloat(value) >= 3600,
        '"3600s"',
      ),
    ),
};

const affinity: Rule = {
  id: "socket-session-affinity",
  kind: "down",
  severity: "medium",
  title: "A socket service asks for session affinity",
  why: "A client that reconnects finds its instance again where possible; shared state is needed all the same.",
  fix: "set sessionAffinity to true",
  check: (estate) =>
    socketServices(estate).flatMap((service) =>
      judgeValue(service, "template[0].session_affinity", isOneOf(true), "true"),
    ),
};

const http1: Rule = {
  id: "socket-http1",
  kind: "down",
  severity: "high",
  title: "A socket service speaks HTTP/1 to its container",
  why: "Cloud Run's documentation says not to use end-to-end HTTP/2 (h2c) for WebSockets, and HTTP probes need HTTP/1.",
  fix: `name the port "${SERVICE_CONTAINER.portName.value}"`,
  check: (estate) =>
    socketServices(estate).flatMap((service) =>
      // Left out it is http1; that our own data declare it is because a change by hand would be invisible.
      judgeValue(
        service,
        SERVICE_CONTAINER.portName.path,
        isOneOf(SERVICE_CONTAINER.portName.value, ...(estate.spec ? [] : [undefined, ""])),
        `"${SERVICE_CONTAINER.portName.value}"`,
      ),
    ),
};

export const socketServiceRules: readonly Rule[] = [requestTimeout, affinity, http1];
