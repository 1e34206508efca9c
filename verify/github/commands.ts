/** Lines that set something on GitHub, for a person to run. A text of GitHub's never stands in one unquoted. */

/** A word of a shell's line, in quotes where it needs them. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** A call without a body. */
export const ghApi = (
  method: "DELETE" | "PATCH" | "POST",
  path: string,
  fields: Readonly<Record<string, string>> = {},
): string =>
  [
    `gh api --method ${method} ${shellWord(path)}`,
    ...Object.entries(fields).map(([name, value]) => `-f ${shellWord(`${name}=${value}`)}`),
  ].join(" ");

/** A call with a JSON body. */
export const ghApiWithBody = (method: "POST" | "PUT", path: string, body: object): readonly string[] => [
  `gh api --method ${method} ${shellWord(path)} --input - <<'JSON'`,
  ...JSON.stringify(body, undefined, 2).split("\n"),
  "JSON",
];
