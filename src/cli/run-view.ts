import { engineEventText } from '../runner/engine-event-text.ts'
import type { PairFinished, RunEvent, RunProgress, RunStarted, RunSummary } from '../runner/run-event.ts'
import { formatProblem, type Problem } from '../study/problem.ts'
import { formatDuration } from './format.ts'
import { progressBar } from './progress-bar.ts'

/** Shows a run's events to a person or a program. */
export interface RunView {
  readonly show: (event: RunEvent) => void
  readonly close: () => void
}

/** JSON lines for programs; for people a line a pair, with a progress bar under them on a terminal. */
export function runView({ json }: { readonly json: boolean }): RunView {
  return json ? jsonView() : plainView()
}

function jsonView(): RunView {
  return { show: (event) => process.stdout.write(`${JSON.stringify(event)}\n`), close: () => {} }
}

function plainView(): RunView {
  const bar = progressBar(process.stderr)
  const say = (line: string) => bar.above(() => process.stdout.write(`${line}\n`))

  function show(event: RunEvent): void {
    switch (event.kind) {
      case 'preflight-started':
        say(`checking ${event.frameCount} frames of ${event.pairCount} pairs`)
        break
      case 'frame-placed':
        bar.draw(event.framesDone / event.frameCount, `${event.framesDone}/${event.frameCount} frames`)
        break
      case 'preflight-finished':
        showProblems(event.problems)
        say(verdict(event.problems))
        break
      case 'run-started':
        say(startLine(event))
        break
      case 'pair-started':
        if (event.because !== 'new') say(`${event.pairId}: run again, ${event.because}`)
        break
      case 'pair-finished':
        say(pairLine(event))
        break
      case 'engine-failed':
      case 'engine-died':
        say(engineEventText(event))
        break
      case 'run-progress':
        bar.draw(event.done / event.total, progressText(event))
        break
      case 'run-finished':
        showSummary(event.summary)
    }
  }

  function showProblems(problems: readonly Problem[]): void {
    bar.clear()
    // errors are told by whoever the run is refused to
    for (const problem of problems)
      if (problem.severity === 'warning') process.stderr.write(`${formatProblem(problem)}\n`)
  }

  function showSummary(summary: RunSummary): void {
    bar.clear()
    for (const line of summaryLines(summary)) say(line)
  }

  return { show, close: bar.clear }
}

function verdict(problems: readonly Problem[]): string {
  const counted = (severity: Problem['severity']) => {
    const count = problems.filter((problem) => problem.severity === severity).length
    return `${count} ${severity}${count === 1 ? '' : 's'}`
  }
  return `input checked: ${counted('error')}, ${counted('warning')}`
}

function startLine({ runId, pairCount, skippedCount, engine, device, because, workers }: RunStarted): string {
  const done = skippedCount > 0 ? `, ${skippedCount} done before` : ''
  const pairs = `${pairCount} ${pairCount === 1 ? 'pair' : 'pairs'}${done}`
  return `run ${runId}: ${pairs}, on ${engine} (${device}; ${because}) with ${workers} ${workers === 1 ? 'worker' : 'workers'}`
}

function pairLine({ pairId, state, runtimeSec, figures, error }: PairFinished): string {
  const head = `${pairId}  ${state}  ${runtimeSec.toFixed(2)} s`
  if (!figures) return `${head}  ${error}`
  const { iterations, gap, meanDistanceUm, createdPct } = figures
  const tail = `${iterations} iterations  gap ${gap.toExponential(1)}  ${meanDistanceUm.toFixed(1)} µm  created ${createdPct.toFixed(2)} %`
  return error === null ? `${head}  ${tail}` : `${head}  ${tail}  ${error}`
}

function progressText({ done, total, pairsPerSec, leftSec }: RunProgress): string {
  const left = leftSec === null ? '' : `, ${formatDuration(leftSec)} left`
  return `${done}/${total} pairs, ${pairsPerSec.toFixed(2)} pairs/s${left}`
}

function summaryLines(summary: RunSummary): string[] {
  const { runId, state, counts, wallSec, solvedBy, engineDeaths, uncertainFrames, selfExchangePairs } = summary
  const { flaggedFrames, flaggedPairs } = summary
  const lines = [`run ${runId} ${state}: ${countsText(counts) || 'no pairs'}, in ${formatDuration(wallSec)}`]
  if (Object.keys(solvedBy).length > 1) lines.push(`pairs by engine: ${countsText(solvedBy)}`)
  if (engineDeaths.length > 0) {
    const times = engineDeaths.length === 1 ? 'once' : `${engineDeaths.length} times`
    lines.push(`the engine died ${times}: ${engineDeaths.join('; ')}`)
  }
  if (uncertainFrames.length > 0) {
    lines.push(`${uncertainFrames.length} frames have an uncertain orientation: ${uncertainFrames.join(', ')}`)
  }
  if (Object.keys(flaggedFrames).length > 0) lines.push(`frames to look at: ${countsText(flaggedFrames)}`)
  if (Object.keys(flaggedPairs).length > 0) lines.push(`pairs to look at: ${countsText(flaggedPairs)}`)
  if (selfExchangePairs > 0) {
    lines.push(
      `in ${selfExchangePairs} pairs more than 2 % of the mass is exchanged even with itself: the reach is short, read mass_change, not created and destroyed`,
    )
  }
  return lines
}

/** `20 ok, 1 failed` */
function countsText(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ')
}
