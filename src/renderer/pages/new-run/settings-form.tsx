import { Accordion, SegmentedControl, Select, SimpleGrid, Stack, Text } from '@mantine/core'
import type { CompleteSettings } from '../../../api/run-settings.ts'
import { MASS_MODES } from '../../../core/pair/density.ts'
import { MASS_NORMALIZATIONS } from '../../../core/pair/work-pair.ts'
import { formatCount, formatFigure, formatFixed } from '../../format/number.ts'
import { METRIC_LABELS, PLACEMENT_LABELS, REFINEMENT_LABELS, NEW_RUN_TEXT as TEXT } from '../../text/new-run.ts'
import { PARAMETER_TEXT, VALUE_TEXT } from '../../text/parameters.ts'
import { blurUm, reachUm } from './lengths.ts'
import { NumberField } from './number-field.tsx'
import type { Draft } from './use-draft.ts'

/** As MorphSeq ran it, where somebody wants points and says not how many. */
const SAMPLED_POINTS = 3000

interface SettingsFormProps {
  readonly draft: Draft
  /** undefined until the service has filled the settings in */
  readonly complete: CompleteSettings | undefined
}

/** What makes the run what it is: another value is another run. */
export function SettingsForm({ draft, complete }: SettingsFormProps) {
  const { settings, change } = draft
  const number = (name: string, key: NumberKey, isWhole = false) => (
    <NumberField
      name={name}
      value={settings[key]}
      complete={complete?.[key]}
      onChange={(value) => change({ [key]: value })}
      isWhole={isWhole}
    />
  )
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg" verticalSpacing="md">
        <NumberField
          name="epsilon"
          value={settings.epsilon}
          complete={complete?.epsilon}
          onChange={(epsilon) => change({ epsilon })}
          {...(complete?.metric === 'sqeuclidean'
            ? { consequence: `It ${TEXT.blur(formatFixed(blurUm(complete.epsilon, complete), 0))}.` }
            : {})}
        />
        <Exchange draft={draft} complete={complete} />
        <Select
          label={PARAMETER_TEXT.placement?.label}
          description={PARAMETER_TEXT.placement?.meaning}
          data={choices(['anterior', 'morphseq'] as const, PLACEMENT_LABELS)}
          value={settings.placement ?? complete?.placement ?? null}
          onChange={(placement) => placement && change({ placement })}
          allowDeselect={false}
        />
        <Select
          label={PARAMETER_TEXT.refinement?.label}
          description={PARAMETER_TEXT.refinement?.meaning}
          data={choices(['rigid', 'none'] as const, REFINEMENT_LABELS)}
          value={settings.refinement ?? complete?.refinement ?? null}
          onChange={(refinement) => refinement && change({ refinement })}
          allowDeselect={false}
        />
        <Stack gap="xs">
          <Text size="sm" fw={600} component="span">
            {TEXT.support}
          </Text>
          <SegmentedControl
            aria-label={TEXT.support}
            data={[
              { value: 'all', label: TEXT.everyPixel },
              { value: 'sample', label: TEXT.sampled },
            ]}
            value={settings.maxSupportPoints === undefined ? 'all' : 'sample'}
            onChange={(value) => change({ maxSupportPoints: value === 'all' ? undefined : SAMPLED_POINTS })}
          />
          {settings.maxSupportPoints !== undefined && number('max-support-points', 'maxSupportPoints', true)}
        </Stack>
      </SimpleGrid>
      <Accordion variant="separated">
        <Accordion.Item value="advanced">
          <Accordion.Control>{TEXT.advanced}</Accordion.Control>
          <Accordion.Panel>
            <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg" verticalSpacing="md">
              <Select
                label={PARAMETER_TEXT.metric?.label}
                description={PARAMETER_TEXT.metric?.meaning}
                data={choices(['sqeuclidean', 'euclidean'] as const, METRIC_LABELS)}
                value={settings.metric ?? complete?.metric ?? null}
                onChange={(metric) => metric && change({ metric })}
                allowDeselect={false}
              />
              <Select
                label={PARAMETER_TEXT['mass-mode']?.label}
                description={PARAMETER_TEXT['mass-mode']?.meaning}
                data={choices(MASS_MODES, VALUE_TEXT)}
                value={settings.massMode ?? complete?.massMode ?? null}
                onChange={(massMode) => massMode && change({ massMode })}
                allowDeselect={false}
              />
              <Select
                label={PARAMETER_TEXT['mass-normalization']?.label}
                description={PARAMETER_TEXT['mass-normalization']?.meaning}
                data={choices(MASS_NORMALIZATIONS, VALUE_TEXT)}
                value={settings.massNormalization ?? complete?.massNormalization ?? null}
                onChange={(massNormalization) => massNormalization && change({ massNormalization })}
                allowDeselect={false}
              />
              {number('grid-um-per-px', 'gridUmPerPx')}
              {number('downsample-factor', 'downsampleFactor', true)}
              {number('tolerance', 'tolerance')}
              {number('max-iterations', 'maxIterations', true)}
              {number('n-dct-bands', 'dctBands', true)}
              {settings.maxSupportPoints !== undefined && number('seed', 'seed', true)}
            </SimpleGrid>
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </Stack>
  )
}

type NumberKey =
  | 'gridUmPerPx'
  | 'downsampleFactor'
  | 'maxSupportPoints'
  | 'seed'
  | 'dctBands'
  | 'tolerance'
  | 'maxIterations'

/** λ, or the reach that it follows from: each says what the other is. */
function Exchange({ draft: { settings, change }, complete }: SettingsFormProps) {
  const isReach = settings.reachUm !== undefined
  const reach = complete && (settings.reachUm ?? reachUm(complete.regM, complete))
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600} component="span">
        {TEXT.exchange}
      </Text>
      <SegmentedControl
        aria-label={TEXT.exchange}
        data={[
          { value: 'lambda', label: TEXT.byLambda },
          { value: 'reach', label: TEXT.byReach },
        ]}
        value={isReach ? 'reach' : 'lambda'}
        onChange={(value) =>
          change(
            value === 'reach'
              ? { reachUm: Math.round(reach ?? 1000), regM: undefined }
              : { reachUm: undefined, regM: undefined },
          )
        }
      />
      {isReach ? (
        <NumberField
          name="reach-um"
          value={settings.reachUm}
          complete={reach}
          onChange={(value) => value !== undefined && change({ reachUm: value })}
          {...(complete ? { consequence: `${TEXT.lambdaOf(formatFigure(complete.regM))}.` } : {})}
        />
      ) : (
        <NumberField
          name="reg-m"
          value={settings.regM}
          complete={complete?.regM}
          onChange={(regM) => change({ regM })}
          {...(reach === undefined ? {} : { consequence: `Now ${TEXT.reachOf(formatCount(Math.round(reach)))}.` })}
        />
      )}
    </Stack>
  )
}

function choices<Value extends string>(values: readonly Value[], labels: Readonly<Record<string, string>>) {
  return values.map((value) => ({ value, label: labels[value] ?? value }))
}
