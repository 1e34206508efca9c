/** Longest that alerts may be silenced at once, hours: a maintenance takes one, and a night is eight. */
export const LONGEST_SNOOZE_HOURS = 4;
