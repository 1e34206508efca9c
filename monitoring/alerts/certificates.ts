import { CERTIFICATE_DAYS } from "../../google/platform-metrics";
import type { Alert } from "./alert";
import { series } from "./series";

/**
 * Days that a certificate must have left, for the alert and for `./netra verify`. Google renews a managed one about 30
 * days before its end (https://cloud.google.com/load-balancing/docs/ssl-certificates/google-managed-certs#renewal):
 * below 21 the renewal has been failing for more than a week, and three weeks are left to find out why.
 */
export const CERTIFICATE_MIN_DAYS = 21;

/** Probers write a certificate's days with each answer; the last one stands for so long, seconds. */
const STANDS_SECONDS = 1200;

export const certificateAlert: Alert = {
  id: "certificate",
  class: "infrastructure",
  response: "ticket",
  title: "a certificate ends soon",
  means: "Google has not renewed a host's managed certificate; at its end every browser refuses the host.",
  basis: `${CERTIFICATE_MIN_DAYS} days; Google renews about 30 days before the end, so the renewal fails since a week.`,
  steps: [
    "read the host's name in the incident, and look at its certificate's status",
    // CAA: https://cloud.google.com/load-balancing/docs/ssl-certificates/google-managed-certs#caa
    "check that the host's DNS leads to the load balancer's address, and that a CAA record allows Google's authority",
    "a new certificate takes up to an hour to become active: do not delete the old one before",
  ],
  conditions: [
    {
      kind: "threshold",
      series: series(CERTIFICATE_DAYS),
      aggregation: {
        seconds: STANDS_SECONDS,
        aligner: "ALIGN_NEXT_OLDER",
        reducer: "REDUCE_MIN",
        groupBy: ["resource.label.host"],
      },
      comparison: "below",
      threshold: CERTIFICATE_MIN_DAYS,
      forSeconds: 600,
    },
  ],
};
