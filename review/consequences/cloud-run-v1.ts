import type { AttributeRow } from "../consequence";
import { containerPorts } from "./container-ports";
import { becomes, instead, lower, removed, rows, type When } from "./row";

const SERVICE = "metadata.annotations";
const REVISION = "template.metadata.annotations";

const CLOSED = ["internal", "internal-and-cloud-load-balancing"];

/** Left out, the ingress is `all`. */
const opens: When = ({ after, unknownAfter }) => unknownAfter || !CLOSED.includes(String(after));

/** What changes of a version 1 service mean: what version 2 says in arguments stands in annotations here. */
export const CLOUD_RUN_V1: readonly AttributeRow[] = rows("google_cloud_run_service", [
  {
    paths: [`${SERVICE}.run.googleapis.com/ingress`],
    when: opens,
    severity: "critical",
    text: "the run.app URL is open to the internet: it bypasses the load balancer, Cloud Armor and IAP",
    undo: "instant",
    everywhere: true,
  },
  {
    paths: [`${SERVICE}.run.googleapis.com/minScale`, `${REVISION}.autoscaling.knative.dev/minScale`],
    when: lower,
    severity: "high",
    text: (attribute) =>
      `at least ${instead(attribute)} instances are kept: below one the first handshake waits for a cold start`,
    undo: "instant",
  },
  {
    paths: [`${REVISION}.autoscaling.knative.dev/maxScale`, `${SERVICE}.run.googleapis.com/maxScale`],
    when: lower,
    severity: "high",
    text: (attribute) => `at most ${instead(attribute)} instances: beyond them clients queue and get 429`,
    undo: "instant",
  },
  {
    paths: ["template.spec.timeout_seconds"],
    when: lower,
    severity: "high",
    text: (attribute) =>
      `sockets are cut at ${instead(attribute, " s")}; every client reconnects at that age, all at once after a deploy`,
    undo: "redeploy",
  },
  {
    paths: ["template.spec.container_concurrency"],
    when: lower,
    severity: "high",
    text: (attribute) => `one instance carries ${instead(attribute)} requests: beyond that clients queue and get 429`,
    undo: "redeploy",
  },
  {
    paths: [`${REVISION}.run.googleapis.com/cpu-throttling`],
    when: becomes("true"),
    severity: "high",
    text: "the CPU is throttled outside requests: background work and timers stall while no socket is open",
    undo: "redeploy",
  },
  {
    paths: [`${REVISION}.run.googleapis.com/vpc-access-connector`, `${REVISION}.run.googleapis.com/vpc-access-egress`],
    severity: "critical",
    text: "the way into the VPC changes: database and Redis may be out of reach, and the egress address another one",
    undo: "redeploy",
  },
  {
    paths: [`${REVISION}.run.googleapis.com/cloudsql-instances`],
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
  ...containerPorts("template.spec.containers"),
  {
    paths: ["traffic.*"],
    severity: "high",
    text: "traffic goes to other revisions: a pinned one leaves later deployments without users",
    undo: "instant",
  },
  {
    paths: ["template.spec.containers.env.value_from", "template.spec.containers.env.value_from.*"],
    when: removed,
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
