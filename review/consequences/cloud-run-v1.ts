import type { AttributeRow } from "../consequence";
import { containerPortRows } from "./container-ports";
import { isSetTo, numberChangeText, isLowered, isRemoved, attributeRows, type ChangePredicate } from "./row";

const SERVICE_ANNOTATIONS = "metadata.annotations";
const REVISION_ANNOTATIONS = "template.metadata.annotations";

const CLOSED_INGRESS = ["internal", "internal-and-cloud-load-balancing"];

/** Whether anybody reaches the service. Without the annotation the ingress is `all`. */
const isIngressOpen: ChangePredicate = ({ after, unknownAfter }) =>
  unknownAfter || !CLOSED_INGRESS.includes(String(after));

/** Rows of a Cloud Run service of API version 1, which has annotations where version 2 has arguments. */
export const CLOUD_RUN_V1: readonly AttributeRow[] = attributeRows("google_cloud_run_service", [
  {
    paths: [`${SERVICE_ANNOTATIONS}.run.googleapis.com/ingress`],
    when: isIngressOpen,
    severity: "critical",
    text: "the run.app URL is open to the internet: it bypasses the load balancer, Cloud Armor and IAP",
    undo: "instant",
    everywhere: true,
    choiceAbroad: true,
  },
  {
    paths: [
      `${SERVICE_ANNOTATIONS}.run.googleapis.com/minScale`,
      `${REVISION_ANNOTATIONS}.autoscaling.knative.dev/minScale`,
    ],
    when: isLowered,
    severity: "high",
    text: (attribute) =>
      `at least ${numberChangeText(attribute)} instances are kept: below one the first handshake waits for a cold start`,
    undo: "instant",
  },
  {
    paths: [
      `${REVISION_ANNOTATIONS}.autoscaling.knative.dev/maxScale`,
      `${SERVICE_ANNOTATIONS}.run.googleapis.com/maxScale`,
    ],
    when: isLowered,
    severity: "high",
    text: (attribute) => `at most ${numberChangeText(attribute)} instances: beyond them clients queue and get 429`,
    undo: "instant",
  },
  {
    paths: ["template.spec.timeout_seconds"],
    when: isLowered,
    severity: "high",
    text: (attribute) =>
      `sockets are cut at ${numberChangeText(attribute, " s")}; every client reconnects at that age, all at once after a deploy`,
    undo: "redeploy",
  },
  {
    paths: ["template.spec.container_concurrency"],
    when: isLowered,
    severity: "high",
    text: (attribute) =>
      `one instance carries ${numberChangeText(attribute)} requests: beyond that clients queue and get 429`,
    undo: "redeploy",
  },
  {
    paths: [`${REVISION_ANNOTATIONS}.run.googleapis.com/cpu-throttling`],
    when: isSetTo("true"),
    severity: "high",
    text: "the CPU is throttled outside requests: background work and timers stall while no socket is open",
    undo: "redeploy",
  },
  {
    paths: [
      `${REVISION_ANNOTATIONS}.run.googleapis.com/vpc-access-connector`,
      `${REVISION_ANNOTATIONS}.run.googleapis.com/vpc-access-egress`,
    ],
    severity: "critical",
    text: "the way into the VPC changes: database and Redis may be out of reach, and the egress address another one",
    undo: "redeploy",
  },
  {
    paths: [`${REVISION_ANNOTATIONS}.run.googleapis.com/cloudsql-instances`],
    severity: "critical",
    text: "other database sockets are mounted: a service whose instance is missing cannot connect",
    undo: "redeploy",
  },
  {
    paths: ["template.spec.service_account_name"],
    severity: "high",
    text: "the service runs as another identity: secrets and the database refuse it where that one has no access",
    undo: "redeploy",
  },
  ...containerPortRows("template.spec.containers"),
  {
    paths: ["traffic.*"],
    severity: "high",
    text: "traffic goes to other revisions: a pinned one leaves later deployments without users",
    undo: "instant",
  },
  {
    paths: ["template.spec.containers.env.value_from", "template.spec.containers.env.value_from.*"],
    when: isRemoved,
    severity: "critical",
    text: "a variable is no secret reference any more: a plain value in its place stands in plan, state and console",
    undo: "redeploy",
    everywhere: true,
  },
  {
    paths: ["template.*"],
    severity: "medium",
    text: "new revision; in-flight requests and open sockets finish on the old one: two versions and up to double database connections until then",
    undo: "redeploy",
  },
]);
