/** Raised when the wire changes in a way that an older window would misread. */
export const CONTRACT_VERSION = 1;
