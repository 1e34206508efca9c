import type { HardenedRows } from "../../google/hardened/row";
import { countText } from "../../report/text";
import { failed, passed, type Attempt } from "../engine/attempt";
import type { HardenedValues } from "../live/hardened";

/** A setting's value, as people read it; undefined where there is none. */
type SettingValue = string | number | boolean | undefined;

/** A setting that is no secret: what Google answers, and what is declared. */
export interface Setting {
  /** Google's name for it, as the API's answer has it. */
  readonly field: string;
  readonly found: SettingValue;
  readonly declared: SettingValue;
}

/** One row of a comparison. */
export const setting = (field: string, found: SettingValue, declared: SettingValue): Setting => ({
  field,
  found,
  declared,
});

/**
 * Every hardened row that Google's API answers, as a setting; what only Terraform knows is left out.
 *
 * @param fieldOf - how a row's path in the API is written where the whole path says too much or too little
 * @default the path itself
 */
export const hardenedSettings = (
  rows: HardenedRows,
  values: HardenedValues,
  fieldOf: (path: string) => string = (path) => path,
): readonly Setting[] =>
  Object.values(rows).flatMap((row) =>
    row.api === undefined ? [] : [setting(fieldOf(row.api), values.get(row), row.value)],
  );

/** Passes where every setting is as declared; otherwise names those that differ, with both values. */
export function compareSettings(settings: readonly Setting[]): Attempt {
  const different = settings.filter(({ found, declared }) => found !== declared);
  if (different.length === 0) return passed(`${countText(settings.length, "setting")} as declared`);
  return failed(
    "not-as-declared",
    settingsText(different, ({ found }) => found),
    settingsText(different, ({ declared }) => declared),
  );
}

const settingsText = (settings: readonly Setting[], valueOf: (setting: Setting) => SettingValue): string =>
  settings.map((each) => `${each.field}: ${valueText(valueOf(each))}`).join("; ");

const valueText = (value: SettingValue): string => (value === undefined || value === "" ? "nothing" : String(value));
