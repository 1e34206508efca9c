import { sandboxVariables } from "../../sandbox/variables";
import { CouldNotTell } from "./command";

const ENDPOINT = /^GOOGLE_\w+_CUSTOM_ENDPOINT$/;
const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);
const DEADLINE_MILLISECONDS = 5000;

type Variables = Readonly<Record<string, string | undefined>>;

const originOf = (text: string | undefined): string => (URL.canParse(text ?? "") ? new URL(text ?? "").origin : "");

const isLocal = (text: string | undefined): boolean =>
  URL.canParse(text ?? "") && LOOPBACK.has(new URL(text ?? "").hostname);

/** Where Terraform and our own calls go. */
export type Destination = { readonly sandbox: string | undefined } | { readonly problem: string };

/**
 * Whether variables lead to a sandbox: all of them to the same one, or none. In between, a part of what is asked would
 * reach Google.
 *
 * @returns the sandbox's URL, or undefined where everything goes to Google
 */
export function destinationOf(variables: Variables): Destination {
  const local = Object.keys(variables).filter((name) => ENDPOINT.test(name) && isLocal(variables[name]));
  const [first] = local;
  if (first === undefined) return { sandbox: undefined };
  const sandbox = originOf(variables[first]);
  const others = Object.entries(sandboxVariables(sandbox)).filter(([name, value]) => (variables[name] ?? "") !== value);
  if (others.length === 0) return { sandbox };
  const names = others.map(([name]) => name).join(", ");
  return {
    problem: `the variables lead to a sandbox only in part, not ${names}: read them again (./netra sandbox --env), or leave it with leave_sandbox`,
  };
}

/**
 * Whether everything goes to a sandbox that serves. It is asked, because another program on this machine may lead to
 * Google.
 *
 * @throws CouldNotTell where only a part does, or where it does not answer as one
 */
export async function leadsToSandbox(variables: Variables): Promise<boolean> {
  const destination = destinationOf(variables);
  if ("problem" in destination) throw new CouldNotTell(destination.problem);
  const { sandbox } = destination;
  if (sandbox === undefined) return false;
  if (await isSandbox(sandbox)) return true;
  throw new CouldNotTell(
    `the variables lead to a sandbox at ${sandbox}, and none answers there: start it again, or leave it with leave_sandbox`,
  );
}

/** Only a sandbox has this route. */
async function isSandbox(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/_sandbox/outside`, { signal: AbortSignal.timeout(DEADLINE_MILLISECONDS) });
    return answer.ok && typeof (await answer.json()) === "object";
  } catch {
    return false;
  }
}
