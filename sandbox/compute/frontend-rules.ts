import { isApiBundle, MAX_CERTIFICATES_PER_PROXY } from "../../google/load-balancing";
import { invalidArgument, notFound, type Refusal } from "../core/answer";
import type { Draft } from "../core/collection";
import { asList, asText, valuesAt } from "../core/json";
import { partialLink, targetName } from "../core/references";
import { ANSWERING_LINKS } from "./url-map-links";

/** An HTTPS proxy needs a certificate, and takes a limited number. */
export function checkHttpsProxy({ next }: Draft): Refusal | undefined {
  const certificates = asList(next.sslCertificates);
  if (certificates.length === 0 && next.certificateMap === undefined) {
    return invalidArgument(
      "Invalid value for field 'resource.sslCertificates': ''. At least 1 SSL certificate must be specified.",
    );
  }
  return certificates.length > MAX_CERTIFICATES_PER_PROXY
    ? invalidArgument(
        `Invalid value for field 'resource.sslCertificates': ''. Too many certificates: ${certificates.length}, at most ${MAX_CERTIFICATES_PER_PROXY}.`,
      )
    : undefined;
}

/** A forwarding rule has the load balancing scheme of every backend service behind it, and the tier of its address. */
export function checkForwardingRule(draft: Draft): Refusal | undefined {
  const { next } = draft;
  if (isApiBundle(asText(next.target))) return checkConnection(draft);
  if (next.networkTier !== "PREMIUM") {
    return invalidArgument(
      "Invalid value for field 'resource.networkTier': A global forwarding rule needs the PREMIUM tier.",
    );
  }
  return checkAddress(draft) ?? checkScheme(draft);
}

/**
 * A rule that leads to APIs of Google's balances nothing, and has no scheme
 * (https://cloud.google.com/vpc/docs/about-accessing-google-apis-endpoints). Its labels are set when it is there, as the
 * provider's source says. The texts are ours.
 */
function checkConnection(draft: Draft): Refusal | undefined {
  const { next, previous } = draft;
  if (asText(next.loadBalancingScheme) !== "") {
    return invalidArgument(
      `Invalid value for field 'resource.loadBalancingScheme': '${asText(next.loadBalancingScheme)}'. A rule for Google APIs has no scheme.`,
    );
  }
  return previous === undefined && next.labels !== undefined
    ? invalidArgument(
        "Invalid value for field 'resource.labels': ''. Labels are set by setLabels, when the rule is there.",
      )
    : checkAddress(draft);
}

/** Refuses a second rule with the same address and port. The text is Google's, from public reports. */
function checkAddress({ call: { store }, path, next }: Draft): Refusal | undefined {
  const address = asText(next.IPAddress);
  if (address.includes("/")) return notFound(`The resource '${partialLink(address)}' was not found`);
  const others = store.list(`compute/${path.slice(0, path.lastIndexOf("/"))}`);
  const rival = others.find(
    ([name, rule]) =>
      name !== `compute/${path}` &&
      rule.IPAddress === address &&
      rule.portRange === next.portRange &&
      rule.IPProtocol === next.IPProtocol,
  );
  return rival === undefined
    ? undefined
    : invalidArgument(
        `Invalid value for field 'resource.IPAddress': '${address}'. Specified IP address is in-use and would result in a conflict.`,
      );
}

function checkScheme(draft: Draft): Refusal | undefined {
  const { next } = draft;
  // A backend bucket has a scheme only behind an internal load balancer.
  const strange = findBackends(draft).find(({ scheme }) => scheme !== "" && scheme !== next.loadBalancingScheme);
  return strange === undefined
    ? undefined
    : invalidArgument(
        `Invalid value for field 'resource.target': '${asText(next.target)}'. ` +
          `The load balancing scheme ${asText(next.loadBalancingScheme)} does not match ${asText(strange.scheme)} of '${strange.name}'.`,
      );
}

/** Backend services behind a forwarding rule: target → URL map → services. */
function findBackends({
  call: { store, params },
  next,
}: Draft): readonly { readonly name: string; readonly scheme: string }[] {
  const project = params.project ?? "";
  const at = (link: unknown): Record<string, never> | ReturnType<typeof store.get> =>
    store.get(targetName(store, asText(link), project)) ?? {};
  const map = at(at(next.target)?.urlMap) ?? {};
  const links = ANSWERING_LINKS.flatMap((path) => valuesAt(map, path));
  return links.map((link) => ({ name: asText(link), scheme: asText(at(link)?.loadBalancingScheme) }));
}
