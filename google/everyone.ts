/**
 * Whether a member of a grant is everyone on the internet, or everyone with an account of Google
 * (https://cloud.google.com/iam/docs/principals-overview#all-users).
 */
export const isEveryone = (member: string): boolean => member === "allUsers" || member === "allAuthenticatedUsers";
