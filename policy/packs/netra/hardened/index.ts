import { AROUND } from "./around";
import { E2E } from "./e2e";
import type { HardenedValue } from "./row";
import { SERVICES } from "./services";
import { STORES } from "./stores";
import { WATCH } from "./watch";

export type { HardenedValue } from "./row";

/** Every hardened value, in the order in which people read them. */
export const HARDENED_VALUES: readonly HardenedValue[] = [...SERVICES, ...STORES, ...AROUND, ...WATCH, ...E2E];
