/** A Chromium of this machine, or undefined. */
export function findBrowser(): string | undefined
