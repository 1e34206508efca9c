import type { TestSetting } from "../../environments/settings";

/** How settings are handed on. */
export const SETTINGS_FORMATS = ["dotenv", "json", "github"] as const;
export type SettingsFormat = (typeof SETTINGS_FORMATS)[number];

/** Characters that mean themselves to a shell and to every reader of such files. */
const BARE_VALUE = /^[A-Za-z0-9_./:@%+,-]+$/;

/**
 * A value for a `.env` file that shells and dotenv readers read alike: bare, or in single quotes. They agree on nothing
 * that holds a quote or a line break.
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
 * For $GITHUB_ENV and $GITHUB_OUTPUT: `NAME=value`; a value of several lines in GitHub's delimited form, under a delimiter
 * that it does not hold, so that no line of a value becomes a variable of its own.
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

/** The settings in one of the formats, without a line break at the end. */
export const settingsText = (settings: readonly TestSetting[], format: SettingsFormat): string =>
  RENDERERS[format](settings);
