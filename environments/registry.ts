import type { Environment } from "./environment";
import { production } from "./production";
import { staging } from "./staging";

/** Every environment there is, in the order in which changes reach them. */
export const REGISTRY: readonly Environment[] = [staging, production];
