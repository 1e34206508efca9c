import { BACKEND_ROWS } from "../../google/hardened/load-balancer";
import { plainPath } from "../../google/paths";
import type { AttributeRow } from "../consequence";
import { onlyGains } from "./additions";
import { ARMOR, ARMOR_RULE, REGION_ARMOR } from "./armor";
import { ENTRANCE } from "./entrance";
import {
  isAdded,
  numberChangeText,
  isLowered,
  isSwitchedOff,
  isSwitchedOn,
  isRemoved,
  attributeRows,
  wordChangeText,
  type ChangePredicate,
} from "./row";
import { valueAtPath } from "../../policy/core/path";

const isOtherThan =
  (value: unknown): ChangePredicate =>
  ({ after, unknownAfter }) =>
    unknownAfter || after !== value;

const MACHINE_BACKEND = /\/(instanceGroups|zones\/[^/"]+\/networkEndpointGroups)\//;

/** Whether the backend serves machines. Only then do timeout and draining act; a serverless backend ignores both. */
const hasMachineBackend: ChangePredicate = (_, { before }) =>
  MACHINE_BACKEND.test(JSON.stringify(valueAtPath(before, "backend") ?? []));

const BACKEND_SERVICE: readonly AttributeRow[] = attributeRows(
  ["google_compute_backend_service", "google_compute_region_backend_service"],
  [
    {
      paths: [BACKEND_ROWS.timeoutSec.path],
      when: (attribute, change) => hasMachineBackend(attribute, change) && isLowered(attribute, change),
      severity: "high",
      text: (attribute) =>
        `timeout ${numberChangeText(attribute, " s")}: requests that take longer are answered with 504, and idle sockets are cut at that age`,
      undo: "instant",
    },
    {
      paths: [BACKEND_ROWS.timeoutSec.path],
      when: hasMachineBackend,
      severity: "low",
      text: (attribute) => `timeout ${numberChangeText(attribute, " s")}: requests and idle sockets may last longer`,
      undo: "instant",
    },
    {
      paths: [BACKEND_ROWS.timeoutSec.path],
      when: isOtherThan(BACKEND_ROWS.timeoutSec.value),
      severity: "high",
      text: (attribute) =>
        `timeout ${numberChangeText(attribute, " s")}: on a serverless backend the apply fails with 400, only ${BACKEND_ROWS.timeoutSec.value} s is accepted; requests are timed by Cloud Run`,
      undo: "redeploy",
    },
    {
      paths: ["security_policy"],
      when: isRemoved,
      severity: "critical",
      text: "Cloud Armor is detached: no rate limit and no WAF in front of the service",
      undo: "instant",
      everywhere: true,
    },
    {
      paths: ["security_policy"],
      when: isAdded,
      severity: "medium",
      text: "Cloud Armor is attached: its rate limit and WAF judge every request and handshake from now on",
      undo: "instant",
    },
    {
      paths: ["security_policy"],
      severity: "high",
      text: "another Cloud Armor policy judges every request and handshake",
      undo: "instant",
    },
    {
      paths: ["edge_security_policy"],
      when: isRemoved,
      severity: "high",
      text: "the edge policy of Cloud Armor is detached",
      undo: "instant",
      everywhere: true,
    },
    {
      paths: [plainPath(BACKEND_ROWS.iap.path)],
      when: isSwitchedOff,
      severity: "high",
      text: "IAP is off: nobody signs in at the load balancer any more",
      undo: "instant",
      everywhere: true,
    },
    {
      paths: [plainPath(BACKEND_ROWS.iap.path)],
      when: isSwitchedOn,
      severity: "high",
      text: "IAP is on: everyone signs in with Google first, clients that cannot are refused, sockets among them",
      undo: "instant",
    },
    {
      paths: ["iap.*"],
      severity: "high",
      text: "IAP's client changes: who is signed in may have to sign in again",
      undo: "redeploy",
    },
    {
      paths: ["enable_cdn"],
      when: isSwitchedOff,
      severity: "high",
      text: "the CDN is off: every request reaches the service",
      undo: "instant",
    },
    {
      paths: ["enable_cdn"],
      when: isSwitchedOn,
      severity: "medium",
      text: "the CDN is on: answers that allow it are cached and given to others",
      undo: "instant",
    },
    {
      paths: [plainPath(BACKEND_ROWS.logging.path)],
      when: isSwitchedOff,
      severity: "high",
      text: "the load balancer logs nothing: no audit trail, and no reason why a socket failed",
      undo: "instant",
    },
    {
      paths: ["log_config.sample_rate"],
      when: isLowered,
      severity: "medium",
      text: (attribute) => `a share of ${numberChangeText(attribute)} of all requests is logged`,
      undo: "instant",
    },
    {
      paths: [BACKEND_ROWS.protocol.path],
      severity: "medium",
      text: (attribute) =>
        `the load balancer speaks ${wordChangeText("protocol", attribute, /^(HTTP|HTTPS|HTTP2|H2C|TCP|SSL|UDP|GRPC|UNSPECIFIED)$/)} to the service; sockets need HTTP or HTTPS`,
      undo: "instant",
    },
    {
      paths: [BACKEND_ROWS.sessionAffinity.path, "affinity_cookie_ttl_sec", "locality_lb_policy", "consistent_hash.*"],
      severity: "medium",
      text: "clients are bound to other backends; on a serverless backend it does nothing, Cloud Run's own affinity decides",
      undo: "instant",
    },
    {
      paths: [BACKEND_ROWS.portName.path],
      when: isOtherThan("http"),
      severity: "high",
      text: "on a serverless backend the apply fails: no port name but http is accepted",
      undo: "redeploy",
    },
    {
      paths: ["health_checks", "health_checks.*"],
      when: ({ after, unknownAfter }) => unknownAfter || (after !== undefined && after !== null),
      severity: "high",
      text: "on a serverless backend the apply fails: health checks are not supported",
      undo: "redeploy",
    },
    {
      paths: [BACKEND_ROWS.loadBalancingScheme.path],
      severity: "high",
      text: "another kind of load balancer: the classic one cuts every socket at the backend timeout",
      undo: "redeploy",
    },
    {
      paths: ["backend", "backend.group"],
      severity: "high",
      text: "requests go to other backends; none left means 503 for everyone",
      undo: "instant",
    },
    {
      paths: ["backend.*"],
      severity: "low",
      text: "requests are balanced otherwise; on a serverless backend it does nothing",
      undo: "instant",
    },
    {
      paths: [
        "custom_request_headers",
        "custom_request_headers.*",
        "custom_response_headers",
        "custom_response_headers.*",
      ],
      severity: "medium",
      text: "services or browsers see other headers; hop-by-hop names (Connection, Upgrade) make the apply fail",
      undo: "instant",
    },
    {
      paths: [BACKEND_ROWS.drainingTimeoutSec.path],
      when: (attribute, change) => hasMachineBackend(attribute, change) && isLowered(attribute, change),
      severity: "high",
      text: (attribute) =>
        `draining ${numberChangeText(attribute, " s")}: requests and sockets of a machine that leaves are cut at that age, at every deployment and scale-in`,
      undo: "instant",
    },
    {
      paths: [BACKEND_ROWS.drainingTimeoutSec.path],
      severity: "low",
      text: (attribute) =>
        `draining ${numberChangeText(attribute, " s")}: without effect on a serverless backend, sockets drain on Cloud Run`,
      undo: "instant",
    },
  ],
);

const URL_MAP: readonly AttributeRow[] = attributeRows(
  ["google_compute_url_map", "google_compute_region_url_map"],
  [
    {
      paths: ["host_rule.*", "path_matcher.*"],
      when: onlyGains("host_rule", "path_matcher"),
      severity: "low",
      text: "one more host is routed: what is routed today stays as it is",
      undo: "instant",
    },
    {
      paths: [
        "host_rule.*",
        "path_matcher.*",
        "default_service",
        "default_route_action.*",
        "default_url_redirect.*",
        "header_action.*",
      ],
      severity: "high",
      text: "hosts or paths lead elsewhere: traffic to a wrong backend, and mixed answers for the minutes that it takes to spread",
      undo: "instant",
    },
    { paths: ["test.*"], severity: "low", text: "the map's own tests change", undo: "instant" },
  ],
);

/** Rows of the load balancer. */
export const LOAD_BALANCER: readonly AttributeRow[] = [
  ...BACKEND_SERVICE,
  ...URL_MAP,
  ...ENTRANCE,
  ...ARMOR,
  ...ARMOR_RULE,
  ...REGION_ARMOR,
];
