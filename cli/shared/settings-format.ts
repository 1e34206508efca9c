import type { TestSetting } from "../../environments/settings";

/** The formats of settings. */
export const SETTINGS_FORMATS = ["dotenv", "json", "github"] as const;
export type SettingsFormat = (typeof SETTINGS_FORMATS)[number];

/** A value that needs no quotes for a shell and for readers of .env files. */
const BARE_VALUE = /^[A-Za-z0-9_./:@%+,-]+$/;

/**
 * A value for a `.env` file that shells and dotenv readers read alike: bare, or in single quotes. They disagree on values
 * with a quote or a line break.
 *
 * @throws Error naming the setting that cannot be written
 */
function quotedValue({ name, value }: TestSetting): string {
  if (BARE_VALUE.test(value)) return value;
  if (/['\r\n]/.test(value)) {
    throw new Error(`${name}: holds a quote or a line break, which readers of a .env file read differently; take json`);
  }
  return `'${value}'`;
}

/**
 * A line for $GITHUB_ENV and $GITHUB_OUTPUT. A value of several lines takes GitHub's delimited form, with a delimiter that
 * the value does not contain, so that no line of it becomes a variable
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#multiline-strings).
 */
function githubLine({ name, value }: TestSetting): string {
  if (!/[\r\n]/.test(value)) return `${name}=${value}`;
  let delimiter = "end-of-value";
  while (value.includes(delimiter)) delimiter += "_";
  return `${name}<<${delimiter}\n${value}\n${delimiter}`;
}

const RENDERERS: Readonly<Record<SettingsFormat, (settings: readonly TestSetting[]) => string>> = {
  dotenv: (settings) =>
    settings.map((setting) => `# ${setting.why}\n${setting.name}=${quotedValue(setting)}`).join("\n"),
  json: (settings) => JSON.stringify(Object.fromEntries(settings.map(({ name, value }) => [name, value])), null, 2),
  github: (settings) => settings.map(githubLine).join("\n"),
};

/**
 * The settings in one of the formats, without a line break at the end.
 *
 * @throws Error where a value cannot be written to a .env file
 */
export const settingsText = (settings: readonly TestSetting[], format: SettingsFormat): string =>
  RENDERERS[format](settings);
