import { expect, it } from 'vitest'
import { frameKey } from '../../src/study/embryo-table.ts'
import { RunStore } from '../../src/study/run-store.ts'
import { tempDir } from '../support/temp-dir.ts'

const A = { embryoId: 'a', frameIndex: 1 }
const B = { embryoId: 'b', frameIndex: 2 }
const keyOf = ({ embryoId, frameIndex }: typeof A) => frameKey(embryoId, frameIndex)

it('keeps exclusions and corrections of a frame beside one another, over a reopening', () => {
  const dir = tempDir()
  {
    using store = RunStore.open(dir)
    store.decisions.exclude([A, B], 'out of focus')
    store.decisions.correct(A, { turned: true, flipped: false })
  }
  using store = RunStore.open(dir, { readOnly: true })
  const all = store.decisions.all()
  expect(all.get(keyOf(A))).toEqual({
    ...A,
    excludedBecause: 'out of focus',
    correction: { turned: true, flipped: false },
  })
  expect(all.get(keyOf(B))).toEqual({ ...B, excludedBecause: 'out of focus', correction: null })
})

it('forgets a frame about which nothing is decided any more', () => {
  const dir = tempDir()
  using store = RunStore.open(dir)
  store.decisions.exclude([A], 'twin')
  store.decisions.correct(A, { turned: false, flipped: true })
  store.decisions.include([A])
  store.decisions.correct(A, null)
  expect(store.decisions.all().size).toBe(0)
})

it('tells a frame that was found to lie right from one that nobody looked at', () => {
  using store = RunStore.open(tempDir())
  store.decisions.correct(A, { turned: false, flipped: false })
  store.decisions.exclude([B], 'twin')
  expect(store.decisions.all().get(keyOf(A))?.correction).toEqual({ turned: false, flipped: false })
  expect(store.decisions.all().get(keyOf(B))?.correction).toBeNull()
})

it('has another version after every step', () => {
  using store = RunStore.open(tempDir())
  const { decisions } = store
  const versions = [decisions.version()]
  const steps = [
    () => decisions.exclude([A], 'twin'),
    () => decisions.correct(B, { turned: true, flipped: false }),
    () => decisions.undo(),
    () => decisions.exclude([B], 'late'),
    () => decisions.undo(),
    () => decisions.undo(),
  ]
  for (const step of steps) {
    step()
    versions.push(decisions.version())
  }
  expect(new Set(versions).size).toBe(versions.length)
})

it('undoes step by step and does again, until something else is decided', () => {
  const dir = tempDir()
  using store = RunStore.open(dir)
  const { decisions } = store
  const excluded = () => [...decisions.all().values()].filter(({ excludedBecause }) => excludedBecause).length
  decisions.exclude([A], 'first')
  decisions.exclude([A, B], 'second')
  expect(decisions.undo()).toBe(true)
  expect(decisions.all().get(keyOf(A))?.excludedBecause).toBe('first')
  expect(excluded()).toBe(1)
  expect(decisions.redo()).toBe(true)
  expect(excluded()).toBe(2)
  expect([decisions.undo(), decisions.undo(), decisions.undo()]).toEqual([true, true, false])
  expect(excluded()).toBe(0)
  decisions.correct(B, { turned: true, flipped: true })
  expect(decisions.redo()).toBe(false)
  expect(decisions.edits().map(({ kind, isUndone }) => [kind, isUndone])).toEqual([['correct', false]])
})
