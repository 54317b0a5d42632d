import { Button, Group, Text, TextInput } from '@mantine/core'
import { IconArrowBackUp, IconArrowForwardUp, IconPlus, IconSearch, IconTrash } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import type { ManifestPairView } from '../../../api/manifest-contract.ts'
import { Failed } from '../../components/failed.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import type { Sort } from '../../components/sort.ts'
import { useCommands } from '../../shell/commands.ts'
import { MANIFEST_TEXT } from '../../text/manifest.ts'
import { AddPairDialog } from './add-pair-dialog.tsx'
import { type Draft, type DraftEditing, type DraftPair, draftPairs } from './draft-store.ts'
import classes from './manifest.module.css'
import { PairPreview } from './pair-preview.tsx'
import { PairTable, type PairTableActions } from './pair-table.tsx'
import { usePairProblems } from './use-pair-problems.ts'

const TEXT = MANIFEST_TEXT.pairs

interface PairsViewProps {
  readonly studyDir: string
  readonly editing: DraftEditing
  readonly groupColumn: string | null
}

/** The draft's pairs: looked through, mended, taken out, added to. */
export function PairsView({ studyDir, editing, groupColumn }: PairsViewProps) {
  const { draft, change, undo, redo, canUndo, canRedo } = editing
  const { pairs } = draft
  const [search, setSearch] = useState('')
  const [isOnlyProblems, setIsOnlyProblems] = useState(false)
  const [sort, setSort] = useState<Sort | null>(null)
  const [currentKey, setCurrentKey] = useState<number | null>(null)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [isAdding, setIsAdding] = useState(false)
  const { problems, error } = usePairProblems(studyDir, pairs)

  const shown = useMemo(() => {
    const wanted = search.trim().toLowerCase()
    return pairs.filter(
      ({ key, pair }) => (!isOnlyProblems || problems.has(key)) && (wanted === '' || textOf(pair).includes(wanted)),
    )
  }, [pairs, problems, search, isOnlyProblems])
  const current = pairs.find(({ key }) => key === currentKey)

  useCommands([
    { id: 'manifest-undo', label: TEXT.undo, icon: IconArrowBackUp, keys: 'mod+Z', run: undo },
    { id: 'manifest-redo', label: TEXT.redo, icon: IconArrowForwardUp, keys: 'mod+shift+Z', run: redo },
  ])

  const edit = (keys: ReadonlySet<string>, how: (pair: ManifestPairView) => ManifestPairView | null) =>
    change((known) => ({ ...known, pairs: known.pairs.flatMap((one) => edited(one, keys, how)) }))
  const actions = useRowActions(change)
  const toggle = (key: string) => {
    const next = new Set(selected)
    if (!next.delete(key)) next.add(key)
    setSelected(next)
  }
  const setUsed = (isUsed: boolean) => edit(selected, (pair) => ({ ...pair, analysisUse: isUsed }))
  const nameOf = (key: string) => pairs.find((one) => String(one.key) === key)?.pair.pairId ?? key

  return (
    <>
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <TextInput
            type="search"
            className={classes.search}
            leftSection={<IconSearch size={16} aria-hidden />}
            placeholder={TEXT.search}
            aria-label={TEXT.search}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <Button
            size="compact-sm"
            variant={isOnlyProblems ? 'filled' : 'default'}
            aria-pressed={isOnlyProblems}
            onClick={() => setIsOnlyProblems(!isOnlyProblems)}
          >
            {TEXT.onlyProblems(problems.size)}
          </Button>
        </Group>
        <Group gap={4}>
          <IconButton icon={IconArrowBackUp} label={TEXT.undo} disabled={!canUndo} onClick={undo} />
          <IconButton icon={IconArrowForwardUp} label={TEXT.redo} disabled={!canRedo} onClick={redo} />
          <Button
            variant="default"
            size="compact-md"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setIsAdding(true)}
          >
            {TEXT.add}
          </Button>
        </Group>
      </Group>
      {error && <Failed title={TEXT.checkFailed} error={error} />}
      <div className={classes.table}>
        <PairTable
          pairs={shown}
          isDraftEmpty={pairs.length === 0}
          problems={problems}
          sort={sort}
          onSort={setSort}
          currentKey={currentKey}
          onCurrent={({ key }) => setCurrentKey(key)}
          selection={{ keys: selected, toggle, nameOf }}
          actions={actions}
        />
      </div>
      <Group gap="sm" className={classes.below}>
        {selected.size > 0 ? (
          <>
            <Text size="sm" role="status">
              {TEXT.selected(selected.size)}
            </Text>
            <Button size="compact-sm" variant="default" onClick={() => setUsed(true)}>
              {TEXT.include}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setUsed(false)}>
              {TEXT.exclude}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconTrash size={14} aria-hidden />}
              onClick={() => {
                edit(selected, () => null)
                setSelected(new Set())
              }}
            >
              {TEXT.remove}
            </Button>
            <Button size="compact-sm" variant="subtle" onClick={() => setSelected(new Set())}>
              {TEXT.clear}
            </Button>
          </>
        ) : (
          <Text size="sm" c="dimmed" role="status">
            {pairs.length > 0 && countsText(pairs)}
          </Text>
        )}
      </Group>
      {pairs.length > 0 &&
        (current ? (
          <PairPreview studyDir={studyDir} pair={current.pair} problems={problems.get(current.key) ?? []} />
        ) : (
          <Text c="dimmed" className={classes.noPreview}>
            {MANIFEST_TEXT.preview.none}
          </Text>
        ))}
      {isAdding && (
        <AddPairDialog
          studyDir={studyDir}
          groupColumn={groupColumn}
          takenIds={new Set(pairs.map(({ pair }) => pair.pairId.toLowerCase()))}
          onAdd={(pair) => {
            const [added] = draftPairs([pair])
            setIsAdding(false)
            if (!added) return
            change((known) => ({ ...known, pairs: [...known.pairs, added] }))
            setCurrentKey(added.key)
          }}
          onCancel={() => setIsAdding(false)}
        />
      )}
    </>
  )
}

/** What a row does to the draft. */
function useRowActions(change: DraftEditing['change']): PairTableActions {
  return useMemo(() => {
    const one = (key: number, how: (pair: ManifestPairView) => ManifestPairView | null) =>
      change((known: Draft) => ({
        ...known,
        pairs: known.pairs.flatMap((other) => edited(other, new Set([String(key)]), how)),
      }))
    return {
      setUsed: (key, isUsed) => one(key, (pair) => ({ ...pair, analysisUse: isUsed })),
      mend: (key, mend) => one(key, () => mend.pair),
    }
  }, [change])
}

function edited(
  one: DraftPair,
  keys: ReadonlySet<string>,
  how: (pair: ManifestPairView) => ManifestPairView | null,
): DraftPair[] {
  if (!keys.has(String(one.key))) return [one]
  const pair = how(one.pair)
  return pair === null ? [] : [{ ...one, pair }]
}

function textOf({ pairId, genotype = '', setType = '' }: ManifestPairView): string {
  return `${pairId} ${genotype} ${setType}`.toLowerCase()
}

function countsText(pairs: readonly DraftPair[]): string {
  const controls = pairs.filter(({ pair }) => pair.isControlPair).length
  const unused = pairs.filter(({ pair }) => !pair.isControlPair && !pair.analysisUse).length
  return TEXT.counts(pairs.length - controls - unused, controls, unused)
}
