import { BYPASS_KEY_VARIABLE } from "./end-to-end";
import type { Environment, ServiceSpec } from "./environment";
import { announcedUrl, socketEndpoints } from "./hosts";
import { BYPASS_SECRET_ROLE, secretId } from "./names";
import { rateLimitPerMinute } from "./rate-limit";

/** What tests have to know of an environment: text that may stand in any log. A secret's id, never its value. */
export interface TestSetting {
  /** As a variable: capitals, digits and `_`. */
  readonly name: string;
  readonly value: string;
  /** What it is, with its unit. */
  readonly why: string;
}

const setting = (name: string, value: string | number, why: string): TestSetting => ({
  name,
  value: String(value),
  why,
});

/** `websocket-service` as part of a variable's name. */
const asVariable = (name: string): string => name.toUpperCase().replace(/[^A-Z0-9]/g, "_");

/**
 * Every setting that end-to-end tests need, from the same spec as the routes, certificates and variables, so that a test
 * cannot ask a host which nobody serves. In production nothing speaks of a bypass.
 */
export const testSettings = (environment: Environment): readonly TestSetting[] => [
  ...placeSettings(environment),
  ...urlSettings(environment),
  ...Object.values(environment.services).flatMap(socketSettings),
  ...limitSettings(environment),
  ...bypassSettings(environment),
];

const placeSettings = ({ name, project, region, services }: Environment): TestSetting[] => [
  setting("ENVIRONMENT", name, "name of the environment"),
  setting("GCP_PROJECT_ID", project, "project that its logs and secrets are in"),
  setting("GCP_REGION", region, "region of its services"),
  setting("CLOUD_RUN_SERVICES", Object.keys(services).join(","), "names of its services, for logs"),
];

function urlSettings(environment: Environment): TestSetting[] {
  const announced = (["FRONTEND_URL", "AUTH_SERVICE_URL"] as const).flatMap((name) => {
    const url = announcedUrl(environment, name);
    return url === undefined ? [] : [setting(name, url, "the URL that the services are told, too")];
  });
  return [
    ...announced,
    ...Object.entries(environment.hosts).map(([key, { host, service }]) =>
      setting(`${asVariable(key)}_URL`, `https://${host}`, `host of ${service}, and of what its paths lead to`),
    ),
    ...socketEndpoints(environment).map(({ key, host, path, service }) =>
      setting(`${asVariable(key)}_WEBSOCKET_URL`, `wss://${host}${path}`, `sockets of ${service}`),
    ),
  ];
}

function socketSettings({ sockets, requestTimeoutSeconds }: ServiceSpec): TestSetting[] {
  if (!sockets) return [];
  return [
    setting(
      "WEBSOCKET_HANDSHAKE_TIMEOUT",
      sockets.handshakeTimeoutSeconds,
      "seconds to wait for 101, as the service does",
    ),
    setting("WEBSOCKET_PING_INTERVAL", sockets.pingIntervalSeconds, "seconds between the service's pings"),
    setting("WEBSOCKET_PING_TIMEOUT", sockets.pingTimeoutSeconds, "seconds until an unanswered ping closes the socket"),
    setting(
      "WEBSOCKET_MAX_SECONDS",
      requestTimeoutSeconds,
      "seconds after which Cloud Run ends a socket: reconnect before",
    ),
  ];
}

function limitSettings(environment: Environment): TestSetting[] {
  const services = Object.entries(environment.services);
  const lifetimes = services.flatMap(
    ([
      name,
      {
        variables: { JWT_EXPIRATION_MINUTES: minutes },
      },
    ]) =>
      minutes === undefined
        ? []
        : [
            setting(
              "JWT_EXPIRATION_MINUTES",
              minutes,
              `minutes that a token of ${name} holds: a longer run asks for another`,
            ),
          ],
  );
  return [
    ...services
      .filter(([, { sockets }]) => sockets === undefined)
      .map(([name, { requestTimeoutSeconds }]) =>
        setting(
          `${asVariable(name)}_REQUEST_TIMEOUT`,
          requestTimeoutSeconds,
          `seconds after which ${name} ends a request`,
        ),
      ),
    ...lifetimes,
    setting("REQUESTS_PER_MINUTE", rateLimitPerMinute(environment), "of one address, until Cloud Armor answers 429"),
  ];
}

function bypassSettings(environment: Environment): TestSetting[] {
  if (environment.kind !== "staging") return [];
  const { consumers, runner, tokenRoute } = environment.e2e;
  const url = announcedUrl(environment, "AUTH_SERVICE_URL");
  return [
    setting(
      "E2E_REQUESTS_PER_MINUTE",
      environment.traffic.e2eRequests,
      "of a run, that the rate limit leaves room for beside the others behind its address",
    ),
    setting("E2E_TIMEOUT", runner.timeoutSeconds, "seconds after which a run in the environment is ended"),
    ...(url === undefined
      ? []
      : [setting("E2E_TOKEN_URL", `${url}${tokenRoute.path}`, "hands out a token for the key")]),
    setting(`${BYPASS_KEY_VARIABLE}_HEADER`, tokenRoute.keyHeader, "header that carries the key there"),
    setting(
      `${BYPASS_KEY_VARIABLE}_SECRET_ID`,
      secretId(environment, BYPASS_SECRET_ROLE),
      `secret of the key that ${consumers.join(" and ")} read as ${BYPASS_KEY_VARIABLE}; its value is never printed`,
    ),
  ];
}
