import { Button, Group, Progress, Skeleton, Stack, Text } from '@mantine/core'
import { IconDownload, IconPlayerStop, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { CudaView } from '../../../api/engines-contract.ts'
import { confirm } from '../../components/confirm.tsx'
import { Failed } from '../../components/failed.tsx'
import { notifyFailed } from '../../components/notify.ts'
import { Panel } from '../../components/panel.tsx'
import { useApi } from '../../data/api-context.ts'
import { formatBytes } from '../../format/bytes.ts'
import { ENGINES_TEXT as TEXT } from '../../text/engines.ts'
import classes from './engines.module.css'

/** While it is being installed it is asked how far it is. */
const ASK_MS = 500

interface CudaPanelProps {
  /** it was installed or removed: tfjs is another now */
  readonly onChanged: () => void
}

/** CUDA for the tfjs engine: whether it is here, what is missing, and the way to bring it and take it away. */
export function CudaPanel({ onChanged }: CudaPanelProps) {
  const api = useApi()
  const { data, error, refetch } = useQuery(
    api.engines.cuda.queryOptions({
      refetchInterval: ({ state }) => (state.data?.state === 'installing' ? ASK_MS : false),
    }),
  )
  useWhenChanged(data?.state, onChanged)
  const onSettled = () => refetch()
  const install = useMutation(
    api.engines.installCuda.mutationOptions({ onSettled, onError: (fault) => notifyFailed(TEXT.installFailed, fault) }),
  )
  const stop = useMutation(
    api.engines.stopInstallingCuda.mutationOptions({
      onSettled,
      onError: (fault) => notifyFailed(TEXT.stopFailed, fault),
    }),
  )
  const remove = useMutation(
    api.engines.removeCuda.mutationOptions({ onSettled, onError: (fault) => notifyFailed(TEXT.removeFailed, fault) }),
  )
  const askAndRemove = async () => {
    const isWanted = await confirm({ title: TEXT.removeTitle, text: TEXT.removeText, action: TEXT.remove })
    if (isWanted) remove.mutate(undefined)
  }

  if (error) return <Failed title={TEXT.cudaFailed} error={error} onRetry={() => refetch()} />
  return (
    <Panel title={TEXT.cuda}>
      {!data ? (
        <Skeleton height={40} width="60%" />
      ) : (
        <Stack gap="md">
          <Standing cuda={data} />
          <Group>
            {data.state === 'absent' && (
              <Button
                leftSection={<IconDownload size={16} aria-hidden />}
                loading={install.isPending}
                disabled={data.fits === null}
                onClick={() => install.mutate(undefined)}
              >
                {data.downloadBytes === null ? TEXT.install : TEXT.installOf(formatBytes(data.downloadBytes))}
              </Button>
            )}
            {data.state === 'installing' && (
              <Button
                variant="default"
                leftSection={<IconPlayerStop size={16} aria-hidden />}
                loading={stop.isPending}
                onClick={() => stop.mutate(undefined)}
              >
                {TEXT.stopInstalling}
              </Button>
            )}
            {data.state === 'installed' && (
              <Button
                variant="default"
                leftSection={<IconTrash size={16} aria-hidden />}
                loading={remove.isPending}
                onClick={() => void askAndRemove()}
              >
                {TEXT.remove}
              </Button>
            )}
          </Group>
        </Stack>
      )}
    </Panel>
  )
}

function Standing({ cuda }: { readonly cuda: CudaView }) {
  const { state, dir, fits, missing, needs, failure } = cuda
  if (state === 'installing') return <Installing installing={cuda.installing} />
  if (state === 'installed') return <Text className={classes.path}>{TEXT.installedIn(dir)}</Text>
  return (
    <Stack gap="xs">
      {failure !== null && (
        <Text role="alert" className={classes.failure}>
          {TEXT.installBroke(failure)}
        </Text>
      )}
      {fits === null ? (
        <>
          <Text fw={600}>{TEXT.missing}</Text>
          <ul className={classes.missing}>
            {missing.map((what) => (
              <li key={what}>{what}</li>
            ))}
          </ul>
        </>
      ) : (
        <Text fw={600}>{TEXT.fits(fits)}</Text>
      )}
      <Text c="dimmed">{TEXT.needs(needs)}</Text>
    </Stack>
  )
}

function Installing({ installing }: Pick<CudaView, 'installing'>) {
  if (!installing) return <Text role="status">{TEXT.installing}</Text>
  const { step, steps, title, bytes, ofBytes } = installing
  const share = ofBytes === null ? 0 : Math.min(bytes / ofBytes, 1)
  const size = ofBytes === null ? formatBytes(bytes) : TEXT.of(formatBytes(bytes), formatBytes(ofBytes))
  return (
    <Stack gap="xs">
      <Text role="status">{TEXT.step(step, steps, title)}</Text>
      <Progress value={(100 * (step - 1 + share)) / steps} size={6} aria-label={TEXT.installing} />
      {bytes > 0 && <Text c="dimmed">{size}</Text>}
    </Stack>
  )
}

/** Calls back when it has come to be installed, or is so no longer. */
function useWhenChanged(state: CudaView['state'] | undefined, onChanged: () => void): void {
  const before = useRef(state)
  useEffect(() => {
    const wasKnown = before.current !== undefined
    const hasChanged = (before.current === 'installed') !== (state === 'installed')
    before.current = state
    if (wasKnown && state !== undefined && hasChanged) onChanged()
  })
}
