import { derivedFact, type Estate } from "../../../core/estate";
import { NamedIndex, namedAt } from "../../../core/relations/named";
import { UNKNOWN, valueAt } from "../../../core/resource";
import { violation, type Rule } from "../../../core/rule";
import { WIDE_GRANT, findGrants, type Grant } from "../identities/grants";
import { RUN_SERVICE, RUN_V1, servicesBehindLoadBalancer } from "./cloud-run";

const SERVICES = [RUN_SERVICE, RUN_V1];
const RUN_GRANT = /^google_cloud_run(_v2)?_service_iam_(member|binding|policy)$/;

/** Where a grant names its service: version 1 and 2 have different words. */
const placeOf = ({ resource }: Grant): string => (resource.type.includes("_v2_") ? "name" : "service");

const invokers = derivedFact(
  (estate) =>
    new NamedIndex(
      findGrants(estate, RUN_GRANT).map((grant) => ({
        named: namedAt(estate, grant.resource, placeOf(grant), SERVICES),
        item: grant,
      })),
    ),
);

/** Whether a grant on the project may let somebody call every service. */
const hasWideInvoker = (estate: Estate): boolean =>
  findGrants(estate, WIDE_GRANT).some(
    ({ role }) =>
      typeof role.value !== "string" || /^roles\/(run\.(invoker|admin|developer)|owner|editor)$/.test(role.value),
  );

/** A load balancer signs no requests: where only known callers are let in, it is answered with 403 like anybody. */
export const noInvoker: Rule = {
  id: "run-no-invoker",
  kind: "down",
  severity: "medium",
  onlyAbroad: true,
  title: "Somebody may call a service that stands behind a load balancer",
  why: "The balancer does not sign in: without an invoker, and with the check on, every request is answered with 403.",
  fix: "grant roles/run.invoker to allUsers where the ingress is closed, set invoker_iam_disabled, or enable IAP",
  source: "https://cloud.google.com/run/docs/authenticating/public",
  check: (estate) =>
    estate.ofType(RUN_SERVICE).flatMap((service) => {
      const isAsked = ["invoker_iam_disabled", "iap_enabled"].every((path) => {
        const value = valueAt(service, path);
        return value !== true && value !== UNKNOWN;
      });
      if (!service.isNew || !isAsked || !servicesBehindLoadBalancer(estate).has(service) || hasWideInvoker(estate)) {
        return [];
      }
      const { same, maybe } = invokers(estate).find({ resources: [service], links: [], sources: [], isOpen: false });
      return same.length + maybe.length === 0
        ? [
            violation(
              service,
              "invoker_iam_disabled: not set, and no grant of roles/run.invoker found, one of them needed",
            ),
          ]
        : [];
    }),
};
