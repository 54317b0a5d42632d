import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { writeFileAtomicSync } from '../study/atomic-file.ts'

/** A study that was opened, and when last. */
export interface OpenedStudy {
  readonly studyDir: string
  /** ISO 8601, UTC */
  readonly openedAt: string
}

const RECENT_FILE = 'recent-studies.json'
const MOST_REMEMBERED = 50

const listSchema = z.array(z.object({ studyDir: z.string().min(1), openedAt: z.iso.datetime() }).readonly()).readonly()

/** The studies that were opened before, latest first. A list that can't be read is put aside, and begun anew. */
export function recentStudies(appDir: string): readonly OpenedStudy[] {
  const path = join(appDir, RECENT_FILE)
  if (!existsSync(path)) return []
  try {
    return listSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    renameSync(path, `${path}.unreadable`)
    return []
  }
}

/** Puts a study first. */
export function rememberStudy(appDir: string, studyDir: string): void {
  const others = recentStudies(appDir).filter((opened) => opened.studyDir !== studyDir)
  write(appDir, [{ studyDir, openedAt: new Date().toISOString() }, ...others])
}

export function forgetStudy(appDir: string, studyDir: string): void {
  const known = recentStudies(appDir)
  const left = known.filter((opened) => opened.studyDir !== studyDir)
  if (left.length < known.length) write(appDir, left)
}

function write(appDir: string, list: readonly OpenedStudy[]): void {
  mkdirSync(appDir, { recursive: true })
  const text = JSON.stringify(list.slice(0, MOST_REMEMBERED), null, 2)
  writeFileAtomicSync(join(appDir, RECENT_FILE), `${text}\n`)
}
