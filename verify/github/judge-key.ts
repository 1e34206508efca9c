import type { Reading } from "./api";
import { ghApi, shellWord } from "./commands";
import type { LiveEnvironment } from "./live-environments";
import { compared, sectionOf, untoldSetting, type Section, type Setting } from "./setting";
import { KEY_SECRET, type WantedEnvironment, type WantedState } from "./wanted";

/** Where the key of the digests stands. GitHub shows names of secrets, and no value: whether two are the same nobody can ask. */

function judgeKey({ name, sharesKeyWith }: WantedEnvironment, live: LiveEnvironment | undefined): Setting {
  const others = sharesKeyWith.filter((other) => other !== name);
  const shared = others.length === 0 ? "a key that nothing else has" : `the key of ${others.join(" and ")}`;
  const terms = {
    ...{
      id: `environment/${name}/key`,
      title: `${name} holds the key of its digests`,
      wanted: `${KEY_SECRET}, ${shared}`,
    },
    why: "a review prints no digest without it, and a deploy refuses what was reviewed under another",
  };
  const secrets = live?.secrets ?? { ok: true, value: [] };
  if (!secrets.ok) return untoldSetting(terms, secrets.reason);
  const isThere = secrets.value.includes(KEY_SECRET);
  return compared(terms, isThere, isThere ? `${KEY_SECRET} is set` : `no ${KEY_SECRET}`);
}

/** One key for all that compare their digests: a part of a group cannot be completed, because nobody can read the rest. */
const keyLines = (repository: string, names: readonly string[]): readonly string[] => [
  `# One key for ${names.join(", ")}. GitHub shows none again: set it in all of them.`,
  "key=$(openssl rand -base64 48)",
  `for name in ${names.map(shellWord).join(" ")}; do printf %s "$key" | gh secret set ${KEY_SECRET} --repo ${shellWord(repository)} --env "$name"; done`,
  "unset key",
];

/**
 * Compares where the keys of the digests stand.
 *
 * @param live - by the environment's name in small letters
 */
export function judgeKeys(
  { repository, environments }: WantedState,
  live: ReadonlyMap<string, LiveEnvironment>,
): Section {
  const judged = environments.map((wanted) => ({
    wanted,
    setting: judgeKey(wanted, live.get(wanted.name.toLowerCase())),
  }));
  const lacking = judged.filter(({ setting }) => setting.standing === "differs");
  const groups = new Set(lacking.map(({ wanted }) => wanted.sharesKeyWith.join(" ")));
  return sectionOf(
    "Keys of the digests",
    judged.map(({ setting }) => setting),
    () => [...groups].flatMap((group) => keyLines(repository, group.split(" "))),
  );
}

/** Secrets that every workflow of a repository reads, by who holds them. */
export interface SharedSecrets {
  readonly repository: Reading<readonly string[]>;
  readonly organization: Reading<readonly string[]>;
}

const HOLDERS = ["repository", "organization"] as const;

/** The key must stand where rules come before it, and nowhere else. */
export function judgeSharedSecrets({ repository }: WantedState, live: SharedSecrets): Section {
  const settings = HOLDERS.map((holder) => {
    const terms = {
      id: `secrets/${holder}`,
      title: `the ${holder} does not hold the key of the digests`,
      wanted: `no ${KEY_SECRET}`,
      why: "a workflow of any branch would read it, guess weak values from a digest and make any digest",
    };
    const names = live[holder];
    if (!names.ok) return untoldSetting(terms, names.reason);
    const isThere = names.value.includes(KEY_SECRET);
    return compared(terms, !isThere, isThere ? `${KEY_SECRET} is set` : `no ${KEY_SECRET}`);
  });
  return sectionOf("Secrets that every workflow reads", settings, () => [
    ...(settings[0]?.standing === "differs"
      ? [ghApi("DELETE", `repos/${repository}/actions/secrets/${KEY_SECRET}`)]
      : []),
    ...(settings[1]?.standing === "differs"
      ? [
          `# ${KEY_SECRET} of the organization: an owner of it takes this repository out, under the organization's settings.`,
        ]
      : []),
  ]);
}
