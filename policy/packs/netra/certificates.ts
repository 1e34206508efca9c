import { routedHosts } from "../../../environments/hosts";
import { forEveryDeclared } from "../../core/judge";
import type { SpecRule } from "../../core/rule";
import { compareHosts, managedCertificates } from "../google/certificates";
import { HTTPS_PROXY } from "../google/url-map";

const certificateHosts: SpecRule = {
  id: "lb-certificate-hosts-declared",
  kind: "down",
  severity: "critical",
  title: "Every host of the environment's host table has a certificate, and no other host has one",
  why: "One host without a certificate is an outage for its users (incident 4); one domain whose DNS does not lead here keeps its whole certificate from becoming active.",
  fix: "make the domains of the certificates the hosts of the host table",
  yieldsTo: ["lb-certificate-hosts"],
  check: forEveryDeclared(HTTPS_PROXY, (proxy, { environment }, estate) => {
    const certificates = managedCertificates(estate, proxy);
    if (certificates.length === 0) return [];
    return compareHosts(proxy, certificates, { hosts: routedHosts(environment), exactly: true, source: "the spec" });
  }),
};

/** The hosts that we serve, against the certificates that they have. */
export const certificateRules: readonly SpecRule[] = [certificateHosts];
