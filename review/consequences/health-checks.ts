import type { AttributeRow } from "../consequence";
import { attributeRows, isSwitchedOff } from "./row";

/** Rows of what asks machines whether they serve. */
export const HEALTH_CHECKS: readonly AttributeRow[] = attributeRows(
  ["google_compute_health_check", "google_compute_region_health_check"],
  [
    {
      paths: [
        "http_health_check.*",
        "https_health_check.*",
        "http2_health_check.*",
        "tcp_health_check.*",
        "ssl_health_check.*",
        "grpc_health_check.*",
      ],
      severity: "high",
      text: "machines are asked otherwise: those that do not answer there get no requests, and are replaced where the group heals by it",
      undo: "instant",
    },
    {
      paths: ["check_interval_sec", "timeout_sec", "healthy_threshold", "unhealthy_threshold"],
      severity: "medium",
      text: "a machine is taken out, and back in, sooner or later",
      undo: "instant",
    },
    {
      paths: ["log_config.enable"],
      when: isSwitchedOff,
      severity: "low",
      text: "changes of health are not logged any more",
      undo: "instant",
    },
  ],
);
