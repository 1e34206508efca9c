import { PROBE_DEFAULTS } from "../../google/cloud-run";
import { valueAtPath } from "../../policy/core/path";
import type { AttributeChange } from "../attribute-changes";
import type { Change } from "../change";
import type { AttributeRow } from "../consequence";
import { attributeRows, findChangedItem, numberChangeText, parseNumber, type ChangePredicate } from "./row";

/**
 * The readiness probe of a Cloud Run service (https://cloud.google.com/run/docs/configuring/healthchecks#readiness-probes). An
 * instance that fails it gets no new requests; it is not restarted, and its open sockets stay.
 */

const PROBE = "readiness_probe[0]";

/** The probe of the container that changes, on both sides. */
function probesOf(attribute: AttributeChange, change: Change): { readonly before: unknown; readonly after: unknown } {
  const container = findChangedItem("containers", attribute, change);
  return { before: valueAtPath(container?.before, PROBE), after: valueAtPath(container?.after, PROBE) };
}

const isGained: ChangePredicate = (attribute, change) => {
  const { before, after } = probesOf(attribute, change);
  return before === undefined && (attribute.unknownAfter || after !== undefined);
};

const isLost: ChangePredicate = (attribute, change) => {
  const { before, after } = probesOf(attribute, change);
  return !attribute.unknownAfter && before !== undefined && after === undefined;
};

/** Seconds of failing after which an instance gets no new requests. */
function patience(probe: unknown): number {
  const numberAt = (name: string, otherwise: number): number => parseNumber(valueAtPath(probe, name)) || otherwise;
  return (
    numberAt("period_seconds", PROBE_DEFAULTS.periodSeconds) *
    numberAt("failure_threshold", PROBE_DEFAULTS.failureThreshold)
  );
}

function patienceText(attribute: AttributeChange, change: Change): string {
  const { before, after } = probesOf(attribute, change);
  const times = numberChangeText({ ...attribute, before: patience(before), after: patience(after) }, " s");
  return `an instance that cannot serve gets no new requests after ${times} of failing`;
}

/** Rows of the readiness probe. Each such change also makes a new revision. */
export const CLOUD_RUN_READINESS: readonly AttributeRow[] = attributeRows("google_cloud_run_v2_service", [
  {
    paths: ["template.containers.readiness_probe.*"],
    when: isGained,
    severity: "medium",
    text: "a readiness probe: an instance that fails it gets no new requests, and is not restarted; one that asks what all instances share takes all of them out at once, and every user gets 503",
    undo: "redeploy",
  },
  {
    paths: ["template.containers.readiness_probe.*"],
    when: isLost,
    severity: "high",
    text: "no readiness probe: an instance that cannot serve keeps getting new requests, and handshakes fail on it until the liveness probe kills it with its sockets",
    undo: "redeploy",
  },
  {
    paths: ["template.containers.readiness_probe.http_get.*", "template.containers.readiness_probe.grpc.*"],
    severity: "high",
    text: "the readiness probe asks another question: instances that answer it wrongly get no new requests, perhaps all of them at once",
    undo: "redeploy",
  },
  {
    paths: [
      "template.containers.readiness_probe.period_seconds",
      "template.containers.readiness_probe.failure_threshold",
    ],
    severity: "medium",
    text: patienceText,
    undo: "redeploy",
  },
  {
    paths: ["template.containers.readiness_probe.*"],
    severity: "medium",
    text: "the readiness probe is answered in another time: instances are taken out of traffic, or let in again, sooner or later than before",
    undo: "redeploy",
  },
]);
