import { ActionIcon, Button, Text, Tooltip, UnstyledButton } from '@mantine/core'
import { IconAlertTriangle, IconFlask, IconMicroscope, IconX } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { RecentStudy } from '../../../api/home-contract.ts'
import { confirm } from '../../components/confirm.tsx'
import { notifyDone, notifyFailed } from '../../components/notify.ts'
import { Panel } from '../../components/panel.tsx'
import { usePathChooser } from '../../components/path-chooser.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { When } from '../../components/when.tsx'
import { useApi } from '../../data/api-context.ts'
import { useStudyActions } from '../../data/use-study-actions.ts'
import { formatBytes } from '../../format/bytes.ts'
import { countOf } from '../../format/number.ts'
import { HOME_TEXT as TEXT } from '../../text/home.ts'
import classes from './home.module.css'

/** Studies that were opened here, latest first. */
export function RecentStudies({ studies }: { readonly studies: readonly RecentStudy[] }) {
  const actions = useStudyActions()
  const [isMaking, setIsMaking] = useState(false)
  const makeDemo = async () => {
    setIsMaking(true)
    await actions.makeDemo()
    setIsMaking(false)
  }
  return (
    <Panel
      title={TEXT.studies}
      isFlush
      aside={
        <Button
          variant="subtle"
          leftSection={<IconFlask size={16} aria-hidden />}
          onClick={makeDemo}
          loading={isMaking}
        >
          {TEXT.demo}
        </Button>
      }
    >
      <ul className={classes.studies}>
        {studies.map((study) => (
          <Study key={study.studyDir} study={study} />
        ))}
      </ul>
    </Panel>
  )
}

function Study({ study }: { readonly study: RecentStudy }) {
  const { open } = useStudyActions()
  const isHere = study.state === 'here'
  return (
    <li className={classes.study}>
      <UnstyledButton
        className={classes.open}
        onClick={() => open(study.studyDir)}
        disabled={!isHere}
        aria-label={TEXT.openStudy(study.name)}
      >
        <span className={classes.icon}>
          {isHere ? <IconMicroscope size={20} stroke={1.7} aria-hidden /> : <IconAlertTriangle size={20} aria-hidden />}
        </span>
        <span className={classes.names}>
          <span className={classes.name}>{study.name}</span>
          <span className={classes.path} title={study.studyDir}>
            {study.studyDir}
          </span>
        </span>
      </UnstyledButton>
      {isHere ? <Contents study={study} /> : <Trouble study={study} />}
      <Forget study={study} />
    </li>
  )
}

function Contents({ study: { runs, sizeBytes, openedAt } }: { readonly study: RecentStudy }) {
  const [newest] = runs
  return (
    <>
      <span className={classes.runs}>
        {newest ? (
          <>
            <span>{countOf(runs.length, 'run')}</span>
            <StateMark state={newest.state} />
          </>
        ) : (
          <span className={classes.quiet}>{TEXT.noRunsOf}</span>
        )}
      </span>
      <span className={classes.size}>{formatBytes(sizeBytes)}</span>
      <span className={classes.when}>
        {TEXT.opened} <When iso={openedAt} />
      </span>
    </>
  )
}

function Trouble({ study }: { readonly study: RecentStudy }) {
  const api = useApi()
  const queries = useQueryClient()
  const choose = usePathChooser()
  const relink = useMutation(
    api.home.relink.mutationOptions({
      onSuccess: () => {
        void queries.invalidateQueries()
        notifyDone(TEXT.found)
      },
      onError: (error) => notifyFailed(TEXT.findFailed, error),
    }),
  )
  const find = async () => {
    const to = await choose({ kind: 'folder', title: TEXT.findDialog(study.name) })
    if (to !== null) relink.mutate({ from: study.studyDir, to })
  }
  return (
    <span className={classes.trouble}>
      <span>
        <Text component="span" fw={600} className={classes.attention}>
          {study.state === 'missing' ? TEXT.missing : TEXT.unreadable}
        </Text>{' '}
        <Text component="span" c="dimmed" size="sm">
          {study.message ?? TEXT.missingHint}
        </Text>
      </span>
      <Button variant="default" size="xs" className={classes.find} onClick={find} loading={relink.isPending}>
        {TEXT.find}
      </Button>
    </span>
  )
}

function Forget({ study }: { readonly study: RecentStudy }) {
  const api = useApi()
  const queries = useQueryClient()
  const forget = useMutation(
    api.home.forget.mutationOptions({
      onSuccess: () => void queries.invalidateQueries({ queryKey: api.home.key() }),
      onError: (error) => notifyFailed(TEXT.failed, error),
    }),
  )
  const ask = async () => {
    const isSure = await confirm({
      title: TEXT.forgetTitle,
      text: TEXT.forgetText(study.studyDir),
      action: TEXT.forget,
    })
    if (isSure) forget.mutate({ studyDir: study.studyDir })
  }
  return (
    <Tooltip label={TEXT.forget}>
      <ActionIcon variant="subtle" color="gray" c="dimmed" onClick={ask} aria-label={TEXT.forgetStudy(study.name)}>
        <IconX size={16} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}
