import { FORWARDING_RULE_ROWS, TLS_POLICY } from "../../google/hardened/load-balancer";
import type { AttributeRow } from "../consequence";
import { onlyGains } from "./additions";
import { isRemoved, attributeRows, wordChangeText, type ChangePredicate } from "./row";

const PROXIES: readonly AttributeRow[] = attributeRows(
  [
    "google_compute_target_https_proxy",
    "google_compute_target_http_proxy",
    "google_compute_target_ssl_proxy",
    "google_compute_region_target_https_proxy",
    "google_compute_region_target_http_proxy",
  ],
  [
    {
      paths: ["url_map"],
      severity: "high",
      text: "every host is routed by another map, with mixed answers for the minutes that it takes to spread",
      undo: "instant",
    },
    {
      paths: ["ssl_policy"],
      when: isRemoved,
      severity: "high",
      text: "no TLS policy: TLS 1.0 and weak ciphers are accepted",
      undo: "instant",
    },
    {
      paths: ["ssl_policy"],
      severity: "high",
      text: "another TLS policy: clients older than it allows are cut off, or weak ciphers come back",
      undo: "instant",
    },
    {
      paths: ["ssl_certificates", "ssl_certificates.*"],
      when: onlyGains("ssl_certificates"),
      severity: "low",
      text: "one more certificate: hosts that have one keep it, a new host answers over HTTPS once Google has issued its own",
      undo: "instant",
    },
    {
      paths: [
        "ssl_certificates",
        "ssl_certificates.*",
        "certificate_map",
        "certificate_manager_certificates",
        "certificate_manager_certificates.*",
      ],
      severity: "high",
      text: "other certificates are served: a host that none of them names, or one not yet active, fails its TLS handshake",
      undo: "instant",
    },
    {
      paths: ["quic_override"],
      severity: "low",
      text: "HTTP/3 is offered otherwise; sockets do not use it",
      undo: "instant",
    },
  ],
);

const STRENGTH: readonly unknown[] = ["TLS_1_0", "TLS_1_1", "TLS_1_2", "TLS_1_3", "COMPATIBLE", "MODERN", "RESTRICTED"];

const isStronger: ChangePredicate = ({ before, after }) =>
  STRENGTH.includes(before) && STRENGTH.indexOf(after) > STRENGTH.indexOf(before);

const TLS_WORDS = /^(TLS_1_[0-3]|COMPATIBLE|MODERN|RESTRICTED|CUSTOM)$/;

const SSL_POLICY: readonly AttributeRow[] = attributeRows(
  ["google_compute_ssl_policy", "google_compute_region_ssl_policy"],
  [
    {
      paths: [TLS_POLICY.minTlsVersion.path, TLS_POLICY.profile.path],
      when: isStronger,
      severity: "high",
      text: (attribute) => `${wordChangeText("TLS policy", attribute, TLS_WORDS)}: clients that cannot are cut off`,
      undo: "instant",
    },
    {
      paths: [TLS_POLICY.minTlsVersion.path, TLS_POLICY.profile.path, "custom_features", "custom_features.*"],
      severity: "high",
      text: (attribute) =>
        `${wordChangeText("TLS policy", attribute, TLS_WORDS)}: weak versions or ciphers are accepted`,
      undo: "instant",
    },
  ],
);

const ADDRESSING: readonly AttributeRow[] = attributeRows("google_compute_global_forwarding_rule", [
  {
    paths: [FORWARDING_RULE_ROWS.loadBalancingScheme.path],
    severity: "high",
    text: "another kind of load balancer: the classic one cuts every socket at the backend timeout",
    undo: "redeploy",
  },
  {
    paths: ["target"],
    severity: "high",
    text: "the entrance leads to another proxy: open connections drop, answers mix until it has spread",
    undo: "instant",
  },
]);

const FORWARDING: readonly AttributeRow[] = attributeRows("google_compute_forwarding_rule", [
  {
    paths: ["target", "backend_service"],
    severity: "high",
    text: "the entrance leads elsewhere: open connections drop",
    undo: "instant",
  },
  {
    paths: ["allow_global_access", "allow_psc_global_access"],
    severity: "medium",
    text: "other regions reach the entrance, or are cut off",
    undo: "instant",
  },
]);

/** Rows of the entrance: forwarding rules, proxies, TLS policies. */
export const ENTRANCE: readonly AttributeRow[] = [...PROXIES, ...SSL_POLICY, ...ADDRESSING, ...FORWARDING];
