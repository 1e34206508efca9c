import type { Environment } from "../../environments/environment";
import { overloadSymptom, retryAfterOf } from "../http/answer";
import { failed, passed, type Attempt } from "../engine/attempt";
import type { Check } from "../engine/check";
import { askHost, type HostRequest, type Reply } from "../http/request";
import type { Target } from "../http/target";
import { hostRows } from "./route";

const DEADLINE_SECONDS = 15;

/** Most redirects that are followed on a host. One is declared; browsers follow 20. */
const MOST_REDIRECTS = 5;

/** Whether every row of the host table sends HTTP to the same place over HTTPS, and whether that ends. */
export const redirectChecks = (environment: Environment, target: Target): readonly Check[] =>
  hostRows(environment).map(({ host, path }) => ({
    id: `redirect/${host}${path}`,
    area: "redirect",
    title: `http://${host}${path} is sent to HTTPS`,
    deadlineSeconds: DEADLINE_SECONDS,
    attempts: 3,
    attempt: (signal) => redirectAttempt(host, path, (question) => askHost(target, question, signal)),
  }));

async function redirectAttempt(
  host: string,
  path: string,
  reply: (question: HostRequest) => Promise<Reply>,
): Promise<Attempt> {
  const [from, to] = [`http://${host}${path}`, `https://${host}${path}`];
  const expected = `301 to ${to}`;
  const trail = [from];
  for (;;) {
    const url = new URL(trail.at(-1) ?? from);
    const scheme = url.protocol === "http:" ? "http" : "https";
    const asked = await reply({ scheme, host, path: `${url.pathname}${url.search}` });
    // Only the first hop is judged here. What HTTPS answers is the routes' matter, unless it redirects again.
    if (!asked.ok) return trail.length === 1 ? failed(asked.symptom, asked.found, expected) : passed(expected);
    const { status, location } = asked.answer;
    const overloaded = trail.length === 1 ? overloadSymptom(status) : undefined;
    if (overloaded !== undefined) return failed(overloaded, `status ${status}`, expected, retryAfterOf(asked.answer));
    const next = status >= 300 && status < 400 ? absoluteUrl(location, url) : undefined;
    if (next !== undefined && trail.includes(next)) return loopAttempt([...trail, next], expected);
    if (trail.length === 1 && (status !== 301 || next !== to)) {
      const shown = location === undefined ? "" : ` to ${location}`;
      return failed("redirect-missing", `status ${status}${shown}`, expected);
    }
    // A redirect to another host, such as a login page, ends the trail.
    if (next === undefined || new URL(next).hostname !== host) return passed(expected);
    trail.push(next);
    if (trail.length > MOST_REDIRECTS + 1) return loopAttempt(trail, expected);
  }
}

const loopAttempt = (trail: readonly string[], expected: string): Attempt =>
  failed("redirect-loop", trail.join(" → "), `${expected}, and an end`);

/** The URL that a redirect names; undefined where it is no HTTP or HTTPS URL. */
function absoluteUrl(location: string | undefined, base: URL): string | undefined {
  if (location === undefined || !URL.canParse(location, base.href)) return undefined;
  const url = new URL(location, base);
  return url.protocol === "http:" || url.protocol === "https:" ? url.href : undefined;
}
