import { invalid, type Refusal } from "../answer";
import type { Draft } from "../collection";
import { asList, asText, valuesAt } from "../json";
import { targetName } from "../references";

/** A proxy for HTTPS needs a certificate, and takes fifteen at most. */
export function checkHttpsProxy({ next }: Draft): Refusal | undefined {
  const certificates = asList(next.sslCertificates);
  if (certificates.length === 0 && next.certificateMap === undefined) {
    return invalid(
      "Invalid value for field 'resource.sslCertificates': ''. At least 1 SSL certificate must be specified.",
    );
  }
  return certificates.length > 15
    ? invalid(
        `Invalid value for field 'resource.sslCertificates': ''. Too many certificates: ${certificates.length}, at most 15.`,
      )
    : undefined;
}

/** The scheme of a rule is the scheme of every backend that it leads to, and the address is of the same tier. */
export function checkForwardingRule(draft: Draft): Refusal | undefined {
  const { next } = draft;
  if (next.networkTier !== "PREMIUM") {
    return invalid("Invalid value for field 'resource.networkTier': A global forwarding rule needs the PREMIUM tier.");
  }
  const strange = backends(draft).find(({ scheme }) => scheme !== next.loadBalancingScheme);
  return strange === undefined
    ? undefined
    : invalid(
        `Invalid value for field 'resource.target': '${asText(next.target)}'. ` +
          `The load balancing scheme ${asText(next.loadBalancingScheme)} does not match ${asText(strange.scheme)} of '${strange.name}'.`,
      );
}

/** Backend services behind a rule: target → URL map → services. */
function backends({
  call: { store, params },
  next,
}: Draft): readonly { readonly name: string; readonly scheme: string }[] {
  const project = params.project ?? "";
  const at = (link: unknown): Record<string, never> | ReturnType<typeof store.get> =>
    store.get(targetName(asText(link), project)) ?? {};
  const map = at(at(next.target)?.urlMap) ?? {};
  const links = ["defaultService", "pathMatchers[].defaultService", "pathMatchers[].pathRules[].service"].flatMap(
    (path) => valuesAt(map, path),
  );
  return links.map((link) => ({ name: asText(link), scheme: asText(at(link)?.loadBalancingScheme) }));
}
