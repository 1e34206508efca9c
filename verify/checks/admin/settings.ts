import { failed, passed } from "../../engine/attempt";
import type { Attempt } from "../../engine/check";

/** A value as people read it; undefined where there is none. */
type Shown = string | number | boolean | undefined;

/** A setting that is no secret: what Google answers, and what the spec says. */
export interface Setting {
  /** Google's name for it, as the API's answer has it. */
  readonly field: string;
  readonly found: Shown;
  readonly declared: Shown;
}

export const setting = (field: string, found: Shown, declared: Shown): Setting => ({ field, found, declared });

/** Passes where every setting is as declared; otherwise names those that are not, with both values. */
export function asDeclared(settings: readonly Setting[]): Attempt {
  const different = settings.filter(({ found, declared }) => found !== declared);
  if (different.length === 0) return passed(`${settings.length} settings as declared`);
  return failed(
    "not-as-declared",
    listed(different, ({ found }) => found),
    listed(different, ({ declared }) => declared),
  );
}

const listed = (settings: readonly Setting[], value: (setting: Setting) => Shown): string =>
  settings.map((each) => `${each.field}: ${shown(value(each))}`).join("; ");

const shown = (value: Shown): string => (value === undefined || value === "" ? "nothing" : String(value));
