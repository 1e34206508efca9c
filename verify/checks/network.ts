import type { Environment } from "../../environments/environment";
import type { Check } from "../engine/check";
import type { Target } from "../http/target";
import { dnsChecks, type Names } from "./dns";
import { redirectChecks } from "./redirect";
import { routeChecks } from "./route";
import { certificateChecks } from "./tls";
import { tlsVersionChecks } from "./tls-version";

/** Every check of the way in that needs no socket and no API of Google's. */
export const networkChecks = (
  environment: Environment,
  target: Target,
  names: Names | undefined,
  now: () => number,
): readonly Check[] => [
  ...dnsChecks(environment, names),
  ...certificateChecks(environment, target, now),
  ...tlsVersionChecks(environment, target),
  ...redirectChecks(environment, target),
  ...routeChecks(environment, target),
];
