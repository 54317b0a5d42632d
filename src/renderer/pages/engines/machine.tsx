import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Panel } from '../../components/panel.tsx'
import { useApi } from '../../data/api-context.ts'
import { formatBytes } from '../../format/bytes.ts'
import { formatCount } from '../../format/number.ts'
import { ENGINES_TEXT as TEXT } from '../../text/engines.ts'
import classes from './engines.module.css'

/** What the engines have to work with. */
export function Machine() {
  const api = useApi()
  const { data: info } = useQuery(api.app.info.queryOptions({ staleTime: Number.POSITIVE_INFINITY }))
  return (
    <Panel title={TEXT.machine}>
      {info ? (
        <dl className={classes.machine}>
          {[
            [formatCount(info.cores), TEXT.cores],
            [formatBytes(info.memoryBytes), TEXT.memory],
            [formatCount(info.defaultWorkers), TEXT.workers],
            [`${info.version}, ${info.platform}`, TEXT.version],
          ].map(([value, name]) => (
            <div key={name}>
              <dd className="figures">{value}</dd>
              <dt>{name}</dt>
            </div>
          ))}
        </dl>
      ) : (
        <Skeleton height={40} />
      )}
    </Panel>
  )
}
