import type { SocketSpec, StagingEnvironment } from "../../environments/environment";
import { socketEndpoints, type SocketEndpoint } from "../../environments/hosts";
import { BACKEND_ROWS } from "../../google/hardened/load-balancer";
import { PUBLIC_TARGET, type Target } from "../http/target";
import { HOOKS } from "./hooks";
import { IDLE_ARRIVALS_PER_SECOND, type LoadPlan } from "./plan";
import { loadRoutes, routeName, type LoadRoute } from "./routes";

/** What scripts are made from besides the environment. */
interface ScriptOptions {
  readonly plan: LoadPlan;
  /** If it has an address, connections go there; the host name and the certificate stay the route's own. */
  readonly target: Target;
  /** Sent with every handshake; requests are made without one. */
  readonly token?: string;
}

/** A script of Artillery's engine: one kind of virtual user, and when each of them arrives. */
export interface Script {
  readonly config: Readonly<Record<string, unknown>>;
  readonly scenarios: readonly Readonly<Record<string, unknown>>[];
}

/** Marks the load's requests in the services' logs. */
const USER_AGENT = "netra-load";

/** Seconds until a request counts as unanswered: the load balancer's own timeout for its backends. */
const REQUEST_TIMEOUT_SECONDS = BACKEND_ROWS.timeoutSec.value;

/**
 * The load as scripts that run side by side: one for all requests, which the engine picks at random, and one for every
 * socket endpoint, because each service must get an exact number of sockets.
 */
export function loadScripts(environment: StagingEnvironment, options: ScriptOptions): readonly Script[] {
  const endpoints = socketEndpoints(environment);
  const shares = endpoints.map((endpoint) => {
    const same = endpoints.filter(({ service }) => service === endpoint.service);
    return shareOf(options.plan.sockets, same.indexOf(endpoint), same.length);
  });
  return [
    requestScript(loadRoutes(environment), options),
    ...endpoints.flatMap((endpoint, index) => {
      const spec = environment.services[endpoint.service]?.sockets;
      const sockets = shares[index] ?? 0;
      return spec && sockets > 0 ? [socketScript(endpoint, spec, sockets, options)] : [];
    }),
  ];
}

/** One part of a number that is split into parts that differ by at most one. */
const shareOf = (whole: number, index: number, parts: number): number =>
  Math.floor(whole / parts) + (index < whole % parts ? 1 : 0);

function requestScript(routes: readonly LoadRoute[], { plan, target }: ScriptOptions): Script {
  const idle = { arrivalRate: IDLE_ARRIVALS_PER_SECOND };
  return {
    config: {
      http: { timeout: REQUEST_TIMEOUT_SECONDS },
      phases: [
        { name: "warm-up", duration: plan.warmUpSeconds, ...idle },
        { name: "ramp", duration: plan.rampSeconds, ...idle, rampTo: plan.arrivalsPerSecond },
        { name: "hold", duration: plan.holdSeconds, arrivalRate: plan.arrivalsPerSecond },
        { name: "cool-down", duration: plan.coolDownSeconds, ...idle },
      ],
    },
    scenarios: routes.map((route) => ({
      name: routeName(route),
      engine: "http",
      beforeRequest: [HOOKS.mayAsk],
      afterResponse: [HOOKS.answered],
      onError: [HOOKS.unanswered],
      // Following a redirect would make a second request, which the rate does not count.
      flow: [
        {
          get: { url: urlOf("https", route, target), headers: headersOf(route), followRedirect: false },
        },
      ],
    })),
  };
}

function socketScript(endpoint: SocketEndpoint, spec: SocketSpec, sockets: number, options: ScriptOptions): Script {
  const { plan, target, token } = options;
  return {
    config: {
      target: urlOf("wss", endpoint, target),
      tls: { servername: endpoint.host },
      ws: {
        handshakeTimeout: spec.handshakeTimeoutSeconds * 1000,
        headers: {
          ...headersOf(endpoint),
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
      },
      // The engine passes these to the hooks of every virtual user.
      variables: { pingIntervalSeconds: spec.pingIntervalSeconds, pingTimeoutSeconds: spec.pingTimeoutSeconds },
      phases: [
        { name: "warm-up", pause: plan.warmUpSeconds },
        { name: "ramp", duration: plan.rampSeconds, arrivalCount: sockets },
      ],
    },
    scenarios: [
      {
        name: endpoint.service,
        engine: "ws",
        flow: [{ connect: { function: HOOKS.dial } }, { function: HOOKS.hold }],
      },
    ],
  };
}

function urlOf(scheme: string, { host, path }: Pick<LoadRoute, "host" | "path">, target: Target): string {
  const { address = host, httpsPort } = target;
  const named = address.includes(":") ? `[${address}]` : address;
  return `${scheme}://${named}${httpsPort === PUBLIC_TARGET.httpsPort ? "" : `:${httpsPort}`}${path}`;
}

/** The host is set because the URL may hold an address instead; TLS takes the server name from the same header. */
const headersOf = ({ host }: Pick<LoadRoute, "host">): Readonly<Record<string, string>> => ({
  host,
  "user-agent": USER_AGENT,
});
