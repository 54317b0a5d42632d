import { Badge, Button, Loader, Paper, Progress, Text, Title } from '@mantine/core'
import { type Icon, IconAlertTriangle, IconCircleCheck, IconCircleOff, IconRefresh } from '@tabler/icons-react'
import { type ReactNode, useId } from 'react'
import type { EngineView } from '../../../api/engines-contract.ts'
import { Failed } from '../../components/failed.tsx'
import { formatFigure, NONE } from '../../format/number.ts'
import { ENGINES_TEXT as TEXT } from '../../text/engines.ts'
import classes from './engines.module.css'
import type { EngineState } from './use-engine-reports.ts'

interface EngineCardProps {
  readonly engine: EngineState
  /** of all engines, demo pairs a second */
  readonly fastest: number
  /** whether a run takes it unless a person chooses another */
  readonly isAuto: boolean
  /** another is being tried: two at once would slow each other down */
  readonly isBusy: boolean
}

/** An engine: what the probe found, how fast it is, why it can't be used. */
export function EngineCard({
  engine: { name, report, error, isTesting, test },
  fastest,
  isAuto,
  isBusy,
}: EngineCardProps) {
  const id = useId()
  return (
    <Paper component="li" className={classes.engine} aria-labelledby={id}>
      <div className={classes.head}>
        <Title order={2} id={id}>
          {name}
        </Title>
        {report && <Verdict report={report} />}
        {isAuto && <Badge variant="light">{TEXT.chosen}</Badge>}
        <Button
          variant="default"
          size="xs"
          className={classes.test}
          leftSection={<IconRefresh size={14} aria-hidden />}
          loading={isTesting}
          disabled={isBusy}
          onClick={test}
          aria-label={TEXT.testOne(name)}
        >
          {report ? TEXT.testAgain : TEXT.test}
        </Button>
      </div>
      {TEXT.about[name] && <Text c="dimmed">{TEXT.about[name]}</Text>}
      {error ? (
        <Failed title={TEXT.reportFailed} error={error} onRetry={test} />
      ) : report ? (
        <Facts report={report} fastest={fastest} />
      ) : (
        isTesting && (
          <div className={classes.probing} role="status">
            <Loader size="xs" aria-hidden /> {TEXT.probing}
          </div>
        )
      )}
    </Paper>
  )
}

function Verdict({ report: { usable, passed } }: { readonly report: EngineView }) {
  const [VerdictIcon, words, kind]: readonly [Icon, string, string] = !usable
    ? [IconCircleOff, TEXT.unusable, 'idle']
    : passed === false
      ? [IconAlertTriangle, TEXT.wrong, 'failed']
      : passed === null
        ? [IconAlertTriangle, TEXT.untested, 'attention']
        : [IconCircleCheck, TEXT.ready, 'ok']
  return (
    <span className={classes.verdict} data-kind={kind}>
      <VerdictIcon size={17} aria-hidden /> {words}
    </span>
  )
}

function Facts({ report, fastest }: { readonly report: EngineView; readonly fastest: number }) {
  return (
    <dl className={classes.facts}>
      {report.reason !== null && <Fact name={TEXT.reason}>{report.reason}</Fact>}
      {report.usable && (
        <>
          <Fact name={TEXT.device}>{report.device ?? NONE}</Fact>
          <Fact name={TEXT.check}>
            {report.passed === null ? TEXT.notTried : report.passed ? TEXT.passed : TEXT.failedCheck}
          </Fact>
          <Fact name={TEXT.speed}>
            {report.pairsPerSec === null ? (
              NONE
            ) : (
              <div className={classes.speed}>
                <span>
                  <strong className="figures">{formatFigure(report.pairsPerSec)}</strong> {TEXT.speedUnit}
                </span>
                <Progress
                  value={(100 * report.pairsPerSec) / Math.max(fastest, report.pairsPerSec)}
                  size={6}
                  aria-hidden
                />
              </div>
            )}
          </Fact>
        </>
      )}
    </dl>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
