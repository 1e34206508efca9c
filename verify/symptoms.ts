/**
 * What can be seen of a failure from outside, what it means and what to do: the classification of the remediation
 * plan's 4.2 as a table. The runbooks print it; every id is an anchor there (`#symptom-<id>`).
 */

/** Who has to act. */
export type FailureClass = "infrastructure" | "authentication" | "application" | "test-setup";

/** One way in which an environment fails to answer. */
export interface Symptom {
  readonly class: FailureClass;
  readonly title: string;
  /** What it tells, in the field's words. */
  readonly means: string;
  /** The next step, as an imperative; the runbook goes on from there. */
  readonly next: string;
  /** Whether another attempt may find it gone. */
  readonly retry: boolean;
}

const SYMPTOMS_TABLE = {
  "dns-missing": {
    class: "infrastructure",
    title: "the host has no address",
    means: "DNS has no A record for a routed host.",
    next: "point the host at the load balancer's address",
    retry: true,
  },
  "dns-failing": {
    class: "infrastructure",
    title: "DNS fails",
    means: "Resolvers answer SERVFAIL: a broken delegation, no name server in order, or DNSSEC that fails.",
    next: "look at the zone's delegation, name servers and DNSSEC",
    retry: true,
  },
  "dns-elsewhere": {
    class: "infrastructure",
    title: "the host leads elsewhere",
    means: "DNS answers another address than the load balancer's.",
    next: "compare the record with the address of the load balancer, and wait for its TTL",
    retry: true,
  },
  "host-unknown": {
    class: "test-setup",
    title: "a host that no row names",
    means: "The host asked for is none of the environment's table.",
    next: "take the hosts from `./netra settings`",
    retry: false,
  },
  "tls-host": {
    class: "infrastructure",
    title: "the certificate is another host's",
    means: "The certificate served names another host: a managed one is not active, or DNS leads elsewhere.",
    next: "look at the certificate's status; it becomes active only after the host's DNS does",
    retry: true,
  },
  "tls-expiring": {
    class: "infrastructure",
    title: "the certificate ends soon",
    means: "Google renews a managed certificate a month before its end, where the host's DNS leads to it.",
    next: "look at the certificate's status and the host's DNS and CAA records",
    retry: false,
  },
  "tls-untrusted": {
    class: "infrastructure",
    title: "the certificate is not trusted",
    means: "No known authority signed it, or its time is over.",
    next: "look at who answers on that address",
    retry: true,
  },
  "tls-old": {
    class: "infrastructure",
    title: "an old TLS version is accepted",
    means: "The TLS policy is not attached to the proxy, or another one is.",
    next: "run `./netra drift`: the proxy's policy was changed by hand",
    retry: false,
  },
  refused: {
    class: "infrastructure",
    title: "no connection",
    means: "Nothing accepts connections there, or it broke off before an answer.",
    next: "look at the forwarding rules and at Google's status page",
    retry: true,
  },
  garbled: {
    class: "infrastructure",
    title: "an answer in no known protocol",
    means: "What answered speaks neither TLS nor HTTP: something else listens there.",
    next: "look at who answers on that address and port",
    retry: true,
  },
  timeout: {
    class: "infrastructure",
    title: "no answer in time",
    means: "The connection stands and nothing comes, or the answer never ends.",
    next: "look at instances near their maximum, start-up latency and the database's connections",
    retry: true,
  },
  "too-many-requests": {
    class: "infrastructure",
    title: "429",
    means: "Cloud Armor's limit for one address, or Cloud Run has no instance left.",
    next: "look at the service's instances against its maximum, then at Cloud Armor's log",
    retry: true,
  },
  "bad-gateway": {
    class: "infrastructure",
    title: "502, 503 or 504",
    means: "No instance answered: crashed, out of memory, killed by its liveness probe, or not started.",
    next: "look at the load balancer's statusDetails and at the service's container exits",
    retry: true,
  },
  "upgrade-refused": {
    class: "infrastructure",
    title: "no upgrade",
    means: "The answer was another than 101: the path leads elsewhere, or the service cannot serve sockets.",
    next: "compare the URL map's route of the socket path with the host table",
    retry: true,
  },
  "handshake-slow": {
    class: "infrastructure",
    title: "a slow handshake",
    means: "The service answered, later than the 5 s of the remediation plan.",
    next: "look at start-up latency and socket concurrency: instances are full or cold",
    retry: true,
  },
  "no-pong": {
    class: "infrastructure",
    title: "a ping without its echo",
    means: "The socket is open and nothing comes back: its instance is gone or starved of CPU.",
    next: "check that CPU is always allocated, and look at the instance's CPU",
    retry: true,
  },
  "closed-early": {
    class: "infrastructure",
    title: "the socket broke off",
    means: "Closed without a close frame (1006) or by an instance that went away (1001, 1012).",
    next: "look for a rollout, an instance that was stopped, or a request timeout below 3600 s",
    retry: true,
  },
  "wrong-backend": {
    class: "infrastructure",
    title: "another backend answered",
    means: "The URL map leads the path to another service than the host table.",
    next: "run `./netra drift`, then deploy the edge stack",
    retry: true,
  },
  "redirect-missing": {
    class: "infrastructure",
    title: "HTTP is not sent to HTTPS",
    means: "The redirect on port 80 is gone or leads elsewhere.",
    next: "run `./netra drift`, then deploy the edge stack",
    retry: true,
  },
  "redirect-loop": {
    class: "infrastructure",
    title: "a redirect that never ends",
    means: "Two places send the request to each other.",
    next: "compare the URL map's redirect with the service's own",
    retry: false,
  },
  "not-ready": {
    class: "infrastructure",
    title: "the latest revision does not serve",
    means: "Its start failed, or traffic is held by an older one.",
    next: "read the revision's conditions; roll back or deliver a repaired image",
    retry: true,
  },
  "not-as-declared": {
    class: "infrastructure",
    title: "live differs from declared",
    means: "Changed by hand, or declared and not applied yet.",
    next: "run `./netra drift`, which tells the two apart",
    retry: false,
  },
  "variable-missing": {
    class: "infrastructure",
    title: "a variable is missing, or one too many",
    means: "The service does not carry the variables that are declared.",
    next: "run `./netra drift`, then deploy the services stack",
    retry: false,
  },
  "secret-unusable": {
    class: "infrastructure",
    title: "a secret cannot be read",
    means: "The version is disabled or gone, or the service's account may not read it.",
    next: "enable the version or deploy the services stack, which grants the access",
    retry: false,
  },
  "store-unhealthy": {
    class: "infrastructure",
    title: "the database or the cache is not healthy",
    means: "The instance is not running, or misses a protection.",
    next: "look at the instance's operations and at maintenance",
    retry: true,
  },
  "authority-expiring": {
    class: "infrastructure",
    title: "a store's certificate authority ends soon",
    means: "The authority of Cloud SQL or Memorystore is near its end; who knows no other loses the connection then.",
    next: "have a new one made, let the services learn it by a deploy, then have it used",
    retry: false,
  },
  "over-budget": {
    class: "infrastructure",
    title: "more in use than the budget allows",
    means: "Connections or clients come near what the instance carries.",
    next: "look for a rollout that does not end, then raise the budget (runbook)",
    retry: false,
  },
  "too-slow": {
    class: "infrastructure",
    title: "slower than the objective",
    means: "It answers, and above the latency that was promised.",
    next: "look at the query insights and the instance's CPU",
    retry: false,
  },
  "channel-closed": {
    class: "infrastructure",
    title: "a way to people is closed",
    means:
      "A notification channel is missing, off or unconfirmed, or every page is snoozed: an alert would reach nobody.",
    next: "switch it on or confirm it in the console; `./netra snooze --end` ends what is silenced",
    retry: false,
  },
  unauthorized: {
    class: "authentication",
    title: "401 or 403",
    means: "The application, Cloud Armor or Cloud Run's invoker check refused the caller.",
    next: "tell who answered: without the backend's header it was Google's front end",
    retry: false,
  },
  "token-refused": {
    class: "authentication",
    title: "no token for the bypass key",
    means: "The auth service did not accept the key: another version, or a variable that never reached it.",
    next: "run `./netra verify --only variables`: both services must mount the key's same version",
    retry: false,
  },
  "socket-refused": {
    class: "authentication",
    title: "the socket was closed as not allowed",
    means: "The handshake stood, and the application refused the token: 1008, or its own 4001, 4003, 4401 or 4403.",
    next: "check that both services mount the same version of the signing key",
    retry: false,
  },
  "internal-error-close": {
    class: "application",
    title: "101, then closed with 1011",
    means: "The infrastructure carried the socket; the application failed in its own code.",
    next: "read the service's log at that moment, and tell the backend team",
    retry: true,
  },
  "closed-by-application": {
    class: "application",
    title: "101, then closed with a code of the application's own",
    means: "The application closed the socket itself, with a code from 4000 to 4999 that refuses nobody.",
    next: "read the service's log at that moment, and ask the backend team what the code means",
    retry: true,
  },
  "internal-error": {
    class: "application",
    title: "500 from the container",
    means: "The service answered with its own error.",
    next: "read the service's log at that moment, and tell the backend team",
    retry: true,
  },
  "wrong-status": {
    class: "application",
    title: "another status than expected",
    means: "The right service answered, and not with what this path promises.",
    next: "compare the path with the service's routes",
    retry: false,
  },
  "test-failed": {
    class: "application",
    title: "a test failed on what the product did",
    means: "An assertion of the end-to-end tests did not hold, and nothing else explains it.",
    next: "read the test's message, and tell the team of the code under test",
    retry: false,
  },
  "key-missing": {
    class: "test-setup",
    title: "no bypass key",
    means: "Neither the variable nor the secret gave a key, so what needs a token was not tested.",
    next: "set the variable from `./netra settings`, or run as an account that may read the secret",
    retry: false,
  },
  "test-setup": {
    class: "test-setup",
    title: "the tests could not begin",
    means: "An import, a fixture or a setting failed before the environment was asked anything.",
    next: "tell the test framework's team",
    retry: false,
  },
} as const satisfies Readonly<Record<string, Symptom>>;

/** Id of a symptom, `bad-gateway`. */
export type SymptomId = keyof typeof SYMPTOMS_TABLE;

/** Every symptom by its id. */
export const SYMPTOMS: Readonly<Record<SymptomId, Symptom>> = SYMPTOMS_TABLE;

/** Every id, in the order in which people read them. */
export const SYMPTOM_IDS = Object.keys(SYMPTOMS_TABLE) as readonly SymptomId[];

/** The anchor of a symptom in a runbook. */
export const symptomAnchor = (id: SymptomId): string => `symptom-${id}`;
