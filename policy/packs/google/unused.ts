import { targetsOf } from "../../core/relations/targets";
import { UNKNOWN, valueAt, type Resource } from "../../core/resource";
import { unknown, violation, type Rule } from "../../core/rule";
import type { Estate } from "../../core/estate";

/** What does nothing until something else names it, and where that is named. */
interface Attachment {
  readonly type: string;
  /** What people take it for. */
  readonly what: string;
  readonly users: readonly (readonly [type: string, path: string])[];
}

const BACKENDS = ["google_compute_backend_service", "google_compute_region_backend_service"];

const ATTACHMENTS: readonly Attachment[] = [
  {
    type: "google_compute_security_policy",
    what: "a Cloud Armor policy",
    users: [
      ...BACKENDS.flatMap((type) => [[type, "security_policy"] as const, [type, "edge_security_policy"] as const]),
      ["google_compute_backend_bucket", "edge_security_policy"],
      ["google_compute_target_instance", "security_policy"],
      ["google_compute_instance", "network_interface[0].security_policy"],
    ],
  },
  {
    type: "google_compute_region_security_policy",
    what: "a Cloud Armor policy",
    users: BACKENDS.map((type) => [type, "security_policy"] as const),
  },
  {
    type: "google_compute_ssl_policy",
    what: "a TLS policy",
    users: [
      "google_compute_target_https_proxy",
      "google_compute_target_ssl_proxy",
      "google_compute_region_target_https_proxy",
    ].map((type) => [type, "ssl_policy"] as const),
  },
  ...["google_compute_ssl_certificate", "google_compute_managed_ssl_certificate"].map((type) => ({
    type,
    what: "a certificate",
    users: ["google_compute_target_https_proxy", "google_compute_target_ssl_proxy"].map(
      (proxy) => [proxy, "ssl_certificates"] as const,
    ),
  })),
  {
    type: "google_compute_region_ssl_certificate",
    what: "a certificate",
    users: [["google_compute_region_target_https_proxy", "ssl_certificates"]],
  },
];

/** Whether something uses a resource; UNKNOWN where a value may turn out to. */
function isUsed(estate: Estate, resource: Resource, { type, users }: Attachment): boolean | typeof UNKNOWN {
  let isOpen = false;
  for (const [userType, path] of users) {
    for (const user of estate.ofType(userType)) {
      const targets = targetsOf(estate, user, path, [type]);
      if (targets.includes(resource)) return true;
      isOpen ||= valueAt(user, path) === UNKNOWN && targets.length === 0;
    }
  }
  return isOpen ? UNKNOWN : false;
}

/** What exists already may be used in another state, where nothing here could use it. */
const hasUsers = (estate: Estate, { users }: Attachment): boolean =>
  users.some(([type]) => estate.ofType(type).length > 0);

const attached: Rule = {
  id: "policy-unattached",
  kind: "no effect",
  severity: "medium",
  // Our own pack asks for the attachment itself, where it is missing.
  onlyAbroad: true,
  title: "A policy of Cloud Armor or TLS, or a certificate, is attached to something",
  why: "Attached to nothing it stops no request and encrypts none, and looks in every list as if it did.",
  fix: "name it in security_policy of a backend service, in ssl_policy of a proxy, or in its ssl_certificates",
  source: "https://cloud.google.com/armor/docs/security-policy-overview",
  check: (estate) =>
    ATTACHMENTS.flatMap((attachment) =>
      estate
        .ofType(attachment.type)
        .filter((resource) => resource.isNew || hasUsers(estate, attachment))
        .flatMap((resource) => {
          const used = isUsed(estate, resource, attachment);
          if (used === UNKNOWN) return [unknown(resource, "name")];
          return used
            ? []
            : [violation(resource, `name: ${attachment.what} that nothing here uses found, a use needed`)];
        }),
    ),
};

/** What does nothing, because nothing names it. */
export const unusedRules: readonly Rule[] = [attached];
