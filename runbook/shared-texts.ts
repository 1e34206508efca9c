import type { Environment } from "../environments/environment";
import { textInEnvironment } from "../monitoring/shared-texts";
import { headingLink } from "./markdown";

/** A text of a table that all environments share, as a part of the page of one of them. */
export const environmentText = (environment: Pick<Environment, "name">, text: string): string =>
  textInEnvironment(environment, text, headingLink);

/** The first letter of a sentence that a table keeps as a part of one. */
export const sentenceText = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
