import { failed, passed } from "../../engine/attempt";
import type { Attempt, Check } from "../../engine/check";
import { adminCheck, type AdminContext } from "../admin/admin-check";
import { readCertificates, type LiveCertificate } from "../../live/frontends";

const ACTIVE = "ACTIVE";

/** A host has one managed certificate of its own on the proxy, and Google has it active. */
export const certificateCheck = (context: AdminContext, host: string): Check =>
  adminCheck(context, {
    id: `load-balancer/${host}/certificate`,
    title: `${host}: its managed certificate is active`,
    gone: "not-as-declared",
    ask: async (live) => judged(host, await readCertificates(live, context.environment)),
  });

function judged(host: string, certificates: readonly LiveCertificate[]): Attempt {
  const own = certificates.flatMap(({ managed }) => (managed?.domains.includes(host) ? [managed] : []));
  const [certificate] = own;
  const expected = `one managed certificate for ${host} alone`;
  if (certificate === undefined) return failed("not-as-declared", "none", expected);
  if (own.length > 1 || certificate.domains.length > 1) {
    const found = own.map(({ domains }) => `one for ${domains.join(" and ")}`);
    return failed("not-as-declared", found.join(", "), expected);
  }
  const { status, domainStatus } = certificate;
  if (status === ACTIVE) return passed(ACTIVE);
  // What keeps Google from it stands at the host: no address, another one, a CAA record.
  return failed("tls-host", `${status}, ${host}: ${domainStatus[host] ?? "no status"}`, ACTIVE);
}
