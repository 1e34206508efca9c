const HOST = String.raw`([a-z\d_](?:[\w-]{0,62}\.)*[\w-]{1,62})`;

/** Where a text names the host that has no address: Node's, urllib3's, aiohttp's, curl's and a browser's words. */
const NAMED: readonly RegExp[] = [
  String.raw`getaddrinfo \w+ ${HOST}`,
  String.raw`failed to resolve ['"]?${HOST}`,
  String.raw`\bhost=['"]${HOST}`,
  String.raw`cannot connect to host ${HOST}`,
  String.raw`could not resolve host:? ${HOST}`,
  String.raw`NAME_NOT_RESOLVED at \w+://${HOST}`,
].map((pattern) => new RegExp(pattern, "gi"));

/** Otherwise any URL tells what was asked. */
const URLS = new RegExp(String.raw`\b(?:https?|wss?)://${HOST}`, "gi");

const hostsIn = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, host = ""]) => host.toLowerCase());

/**
 * Whether the host that has no address is none of the environment's; false where the text names none.
 *
 * @param hosts - the environment's
 */
export function isElsewhere(text: string, hosts: readonly string[]): boolean {
  const named = NAMED.flatMap((pattern) => hostsIn(text, pattern));
  const asked = named.length > 0 ? named : hostsIn(text, URLS);
  return asked.length > 0 && !asked.some((host) => hosts.includes(host));
}
