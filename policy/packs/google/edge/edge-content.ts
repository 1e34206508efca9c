import { isEveryone } from "../../../../google/everyone";
import { forEveryOf, forEveryResource, plainText } from "../../../core/judge";
import { referrersOf, sureTargetsOf, targetsOf } from "../../../core/relations/targets";
import { UNKNOWN, blockPaths, listAt, valueAt } from "../../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { findGrants } from "../identities/grants";

const BUCKET = "google_storage_bucket";
const ENTITIES =
  /^google_storage_(bucket_access_control|default_object_acl|default_object_access_control|bucket_acl|object_acl|object_access_control)$/;

const privateBucket: Rule = {
  id: "backend-bucket-private",
  kind: "down",
  severity: "medium",
  title: "What a load balancer serves from a bucket may be read",
  why: "It asks the bucket as nobody: where everyone may not read, each request is answered 403, unless all of them are signed.",
  fix: "grant roles/storage.objectViewer on the bucket to allUsers, or sign the URLs",
  source: "https://cloud.google.com/load-balancing/docs/https/ext-load-balancer-backend-buckets",
  check: forEveryResource("google_compute_backend_bucket", (backend, estate) => {
    const isSigned = referrersOf(estate, backend).some(
      ({ type }) => type === "google_compute_backend_bucket_signed_url_key",
    );
    return sureTargetsOf(estate, backend, "bucket_name", [BUCKET]).flatMap((bucket): readonly Verdict[] => {
      if (isSigned || !bucket.isNew) return [];
      if (valueAt(bucket, "public_access_prevention") === UNKNOWN) return [unknown(bucket, "public_access_prevention")];
      const grants = findGrants(estate, /^google_storage_bucket_iam_/).filter(({ resource }) =>
        targetsOf(estate, resource, "bucket", [BUCKET]).includes(bucket),
      );
      const isOpen =
        referrersOf(estate, bucket).some(({ type }) => ENTITIES.test(type)) ||
        grants.some(({ members }) => members.some(({ value }) => value === UNKNOWN || isEveryone(plainText(value))));
      if (valueAt(bucket, "public_access_prevention") === "enforced") {
        return [violation(backend, `bucket_name: ${bucket.address} that nobody may open found, a readable one needed`)];
      }
      return isOpen ? [] : [violation(backend, `bucket_name: ${bucket.address} that everyone may not read found`)];
    });
  }),
};

const PROXIES = ["google_compute_target_https_proxy", "google_compute_target_ssl_proxy"];

const bothCertificates: Rule = {
  id: "lb-certificate-map-beside",
  kind: "no effect",
  severity: "low",
  title: "A proxy has its certificates from a list or from a map",
  why: "Beside a certificate map the list is not looked at: a host that stands there alone gets no certificate.",
  fix: "move each host of ssl_certificates into the map, and remove the list",
  source: "https://cloud.google.com/certificate-manager/docs/maps",
  check: forEveryOf(PROXIES, (proxy): readonly Verdict[] => {
    const hasList = valueAt(proxy, "ssl_certificates") === UNKNOWN || listAt(proxy, "ssl_certificates").length > 0;
    const map = valueAt(proxy, "certificate_map");
    if (!hasList || map === undefined || map === "") return [];
    return [violation(proxy, "ssl_certificates: a list beside certificate_map found, one of both allowed")];
  }),
};

const AUTHORIZATION = "google_certificate_manager_dns_authorization";
const RECORD = "google_dns_record_set";

const authorized: Rule = {
  id: "certificate-dns-record",
  kind: "down",
  severity: "low",
  title: "The record by which a domain proves itself is declared",
  why: "Until it stands no certificate is issued, and without it none is renewed: browsers refuse the host.",
  fix: "declare a google_dns_record_set of dns_resource_record[0], or make it where the domain is kept",
  source: "https://cloud.google.com/certificate-manager/docs/dns-authorizations",
  check: forEveryResource(AUTHORIZATION, (authorization, estate) =>
    authorization.isNew && !referrersOf(estate, authorization).some(({ type }) => type === RECORD)
      ? [violation(authorization, "domain: no record of its proof found here, one needed")]
      : [],
  ),
};

const IAP_BACKENDS = ["google_compute_backend_service", "google_compute_region_backend_service"];

const nobodyIn: Rule = {
  id: "iap-nobody",
  kind: "down",
  severity: "low",
  title: "Somebody may pass Identity-Aware Proxy",
  why: "It lets nobody in who does not hold roles/iap.httpsResourceAccessor: each visitor is refused.",
  fix: "grant the role with google_iap_web_backend_service_iam_member",
  source: "https://cloud.google.com/iap/docs/managing-access",
  check: forEveryOf(IAP_BACKENDS, (backend, estate) => {
    const [block] = blockPaths(backend, "iap");
    if (block === undefined || !backend.isNew) return [];
    const enabled = valueAt(backend, `${block}.enabled`);
    const grants = findGrants(estate, /^google_(iap_web\w*|project)_iam_(member|binding|policy)$/);
    const isGranted = grants.some(
      ({ role }) => role.value === UNKNOWN || /httpsResourceAccessor/.test(plainText(role.value)),
    );
    if (enabled === false || isGranted) return [];
    return enabled === UNKNOWN
      ? [unknown(backend, `${block}.enabled`)]
      : [violation(backend, `${block}: nobody who may pass found here, a grant needed`)];
  }),
};

/** What the edge serves, and whom it lets in. */
export const edgeContentRules: readonly Rule[] = [privateBucket, bothCertificates, authorized, nobodyIn];
