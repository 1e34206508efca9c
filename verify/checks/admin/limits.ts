/** Days before its end at which a store's certificate authority has to be on its way out: clients must learn the next one first. */
export const AUTHORITY_DAYS = 90;

/** Seconds back in which a gauge has a value: Google writes one a minute, and shows it up to four minutes later. */
export const GAUGE_SECONDS = 600;

/** Seconds from an instance's creation in which Monitoring may know nothing of it yet. */
export const YOUNG_SECONDS = 900;

/** Seconds of a look at latency and evictions: long enough for a quiet environment to have some traffic. */
export const PERIOD_SECONDS = 3600;
