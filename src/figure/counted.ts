/** `1 embryo`, `8 embryos` */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : what.endsWith('ch') ? 'es' : 's'}`
}
