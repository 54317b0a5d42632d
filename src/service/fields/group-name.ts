import type { GroupRef } from '../../core/analysis/panel-field.ts'

/** `curl-ventral`, `set_type wt_control`, `wt, 47–49 hpf` */
export function groupName({ column, value, stageHpf }: GroupRef): string {
  return `${labelName({ column, value })}${stageHpf === null ? '' : `, ${stageName(stageHpf)}`}`
}

export function labelName({ column, value }: Pick<GroupRef, 'column' | 'value'>): string {
  return column.endsWith('genotype') ? value : `${column} ${value}`
}

export function stageName([from, to]: readonly [number, number]): string {
  return `${from}–${to} hpf`
}
