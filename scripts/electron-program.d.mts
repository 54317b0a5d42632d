/** What brings Electron's program, which its package leaves to the first use. */
export const ELECTRON_INSTALLER: string
/** Path of Electron's program; undefined where it isn't on this machine. */
export function electronProgram(): string | undefined
