/** A text of a plan and the keys that lead to it. */
interface PlanText {
  readonly path: readonly string[];
  readonly text: string;
}

function* textsOf(value: unknown, path: readonly string[] = []): Generator<PlanText> {
  if (typeof value === "string") yield { path, text: value };
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) yield* textsOf(inner, [...path, key]);
}

/** Arguments whose text is a secret, write-only or not. */
const SECRET = /^(secret_data|password|root_password|auth_string|result|bcrypt_hash)(_wo)?$/;

/** A plan's configuration says where a value comes from: one expression alone, and a list of addresses. */
const isOrigin = ({ path, text }: PlanText): boolean => /^\$\{[^}]*\}$/.test(text) || path.includes("references");

/** Where a plan holds a secret in plaintext; the paths alone, because a report is public. */
export const secretTexts = (plan: unknown): readonly string[] =>
  [...textsOf(plan)]
    .filter((text) => text.path.some((key) => SECRET.test(key)) && !isOrigin(text))
    .map(({ path }) => path.join("."));

/** `e2e` as a word of its own: as a part of a hash it means nothing. */
const BYPASS = /bypass|simulation|(^|[^a-z0-9])e2e([^a-z0-9]|$)/i;

/** What looks for a bypass has to name it: the log metrics, the alerts on them, and the charts of both. */
const WATCHERS: readonly unknown[] = [
  "google_logging_metric.log-bypass-tries",
  "google_monitoring_alert_policy.alert-bypass-tries",
  "google_logging_metric.log-bypass-use",
  "google_monitoring_alert_policy.alert-bypass-use",
  "google_monitoring_dashboard.dashboard",
];

/** A plan without every place at which it describes one of the watchers. */
function withoutWatchers(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => !isWatcher(item)).map(withoutWatchers);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutWatchers(inner)]));
}

const isWatcher = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "address" in value && WATCHERS.includes(value.address);

/** Where a plan speaks of a bypass, in a key or in a text: variables, secret ids, addresses, all but the watchers. */
export const bypassTexts = (plan: unknown): readonly string[] =>
  [...textsOf(withoutWatchers(plan))]
    .filter(({ path, text }) => BYPASS.test(text) || path.some((key) => BYPASS.test(key)))
    .map(({ path, text }) => `${path.join(".")}: ${text}`);
