import { Group, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { ManifestPairView, PairProblem } from '../../../api/manifest-contract.ts'
import type { MaskView } from '../../../api/procedure.ts'
import { decodeCocoRle, encodeCocoRle } from '../../../core/mask/coco-rle.ts'
import { Failed } from '../../components/failed.tsx'
import { FlagMark } from '../../components/flag-mark.tsx'
import { Loading } from '../../components/loading.tsx'
import { MaskCanvas, type MaskLayer } from '../../components/mask-canvas.tsx'
import { type Box, boxAround, type LayerStyle } from '../../components/mask-drawing.ts'
import { useApi } from '../../data/api-context.ts'
import { formatFixed, formatShare } from '../../format/number.ts'
import { MANIFEST_TEXT } from '../../text/manifest.ts'
import classes from './manifest.module.css'
import { endText } from './pair-table.tsx'

const TEXT = MANIFEST_TEXT.preview
const MARGIN_PX = 8
const LEGEND = [
  ['source', TEXT.source],
  ['target', TEXT.target],
  ['shared', TEXT.shared],
] as const satisfies readonly (readonly [LayerStyle, string])[]

interface PairPreviewProps {
  readonly studyDir: string
  readonly pair: ManifestPairView
  readonly problems: readonly PairProblem[]
}

/** A pair's two masks over one another, as a run would lay them. */
export function PairPreview({ studyDir, pair, problems }: PairPreviewProps) {
  const api = useApi()
  const { src, tgt } = pair
  const { data, error, refetch } = useQuery(api.manifest.overlay.queryOptions({ input: { studyDir, src, tgt } }))
  const drawn = useMemo(() => (data ? drawnPair(data.source, data.target) : null), [data])
  return (
    <section className={classes.preview} aria-label={TEXT.label}>
      <div className={classes.picture}>
        {error ? (
          <Failed title={TEXT.failed} error={error} onRetry={() => void refetch()} />
        ) : data && drawn ? (
          <MaskCanvas
            layers={drawn.layers}
            box={drawn.box}
            label={TEXT.alt(endText(src), endText(tgt), formatShare(data.overlap, 0))}
          />
        ) : (
          <Loading rows={3} />
        )}
      </div>
      <div className={classes.about}>
        <Title order={2} className={classes.pairTitle}>
          {endText(src)} → {endText(tgt)}
        </Title>
        <Text size="sm" c="dimmed" className="figures">
          {pair.genotype ?? ''} {formatFixed(pair.stageSrcHpf, 1)} → {formatFixed(pair.stageTgtHpf, 1)} hpf
        </Text>
        <Group gap="md">
          {LEGEND.map(([style, word]) => (
            <Group key={style} gap={6}>
              <Swatch style={style} />
              <Text size="sm">{word}</Text>
            </Group>
          ))}
        </Group>
        {data && (
          <Text>
            {TEXT.overlap} <strong className="figures">{formatShare(data.overlap, 1)}</strong>{' '}
            <Text span size="sm" c="dimmed">
              {TEXT.overlapHint}
            </Text>
          </Text>
        )}
        {problems.length > 0 && (
          <ul className={classes.notes} aria-label={TEXT.problems}>
            {problems.map(({ problem }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: problems have no name of their own
              <li key={index}>
                <FlagMark kind={problem.kind} tone={problem.severity === 'error' ? 'unusable' : 'doubt'} />{' '}
                {problem.message}
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}

/** A piece of the legend, drawn as the masks are. */
function Swatch({ style }: { readonly style: LayerStyle }) {
  const layers = useMemo(() => [{ mask: PATCH, style }], [style])
  return (
    <span className={classes.swatch} aria-hidden>
      <MaskCanvas layers={layers} label="" />
    </span>
  )
}

const PATCH: MaskView = {
  heightPx: 14,
  widthPx: 28,
  rle: encodeCocoRle({ heightPx: 14, widthPx: 28, data: new Uint8Array(14 * 28).fill(1) }),
}

/** What only one of them covers, and what both do, cut to where they are. */
function drawnPair(source: MaskView, target: MaskView): { readonly layers: readonly MaskLayer[]; readonly box: Box } {
  const a = decodeCocoRle(source.rle, source.heightPx, source.widthPx)
  const b = decodeCocoRle(target.rle, target.heightPx, target.widthPx)
  const pixels = (holds: (inA: number, inB: number) => number) =>
    a.data.map((inA, pixel) => holds(inA, b.data[pixel] ?? 0))
  const layer = (data: Uint8Array, style: LayerStyle): MaskLayer => ({
    mask: { heightPx: a.heightPx, widthPx: a.widthPx, rle: encodeCocoRle({ ...a, data }) },
    style,
  })
  return {
    layers: [
      layer(
        pixels((inA, inB) => inA & inB),
        'shared',
      ),
      layer(
        pixels((inA, inB) => inA & (1 - inB)),
        'source',
      ),
      layer(
        pixels((inA, inB) => inB & (1 - inA)),
        'target',
      ),
    ],
    box: boxAround({ ...a, data: pixels((inA, inB) => inA | inB) }, MARGIN_PX),
  }
}
