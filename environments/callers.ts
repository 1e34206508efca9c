/** What our own verification and load call themselves: whoever counts users leaves it out. */
export const VERIFY_USER_AGENT = "netra-verify";
