import { CONTRACT, FLOORS } from "../contract";
import { SERVICE_NAMES } from "../service-names";
import { problemUnless, type Check } from "./problem";

/**
 * What only an environment of the registry promises: exactly the services that have a name, each known to the contract.
 * The compiler asks for the services too, but types are stripped where the program runs.
 */

const NAMES_FILE = "environments/service-names.ts";
const CONTRACT_FILE = "environments/contract.ts";

const names: Check = ({ name, services }) => [
  ...SERVICE_NAMES.flatMap((service) =>
    problemUnless(
      Object.hasOwn(services, service),
      `${name}.services`,
      `${service} is missing, which ${NAMES_FILE} names; declare it, or take its name out there`,
    ),
  ),
  ...Object.keys(services).flatMap((service) =>
    problemUnless(
      (SERVICE_NAMES as readonly string[]).includes(service),
      `${name}.services.${service}`,
      `${NAMES_FILE} does not name it; add it there, and to every environment`,
    ),
  ),
];

/** The settings of a web service are baked into its image when it is built, so no variable is for it. */
const contract: Check = ({ name, services }) =>
  Object.entries(services).flatMap(([service, { role }]) => [
    ...problemUnless(
      role === "web" || CONTRACT.some((row) => row.services.includes(service)),
      `${name}.services.${service}`,
      `no variable of CONTRACT in ${CONTRACT_FILE} is for it; add those that its code expects`,
    ),
    ...problemUnless(
      Object.hasOwn(FLOORS, service),
      `${name}.services.${service}`,
      `FLOORS in ${CONTRACT_FILE} has no entry for it; add the least CPU and memory with which it starts`,
    ),
  ]);

export const registeredChecks: readonly Check[] = [names, contract];
