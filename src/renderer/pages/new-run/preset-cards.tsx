import { Group, Radio, SimpleGrid, Text } from '@mantine/core'
import { RUN_PRESETS, type RunPreset } from '../../../api/run-settings.ts'
import { NEW_RUN_TEXT as TEXT } from '../../text/new-run.ts'
import classes from './new-run.module.css'
import type { Draft } from './use-draft.ts'

interface PresetCardsProps {
  readonly draft: Draft
  /** the settings of an earlier run, where this one is to be like it */
  readonly likeRun: RunPreset | null
}

/** Settings with a name, one of which a person begins from. */
export function PresetCards({ draft, likeRun }: PresetCardsProps) {
  const presets = likeRun ? [likeRun, ...RUN_PRESETS] : RUN_PRESETS
  return (
    <Radio.Group
      label={TEXT.preset}
      value={draft.presetId}
      onChange={(id) => {
        const preset = presets.find((candidate) => candidate.id === id)
        if (preset) draft.choose(id, preset.settings)
      }}
    >
      <SimpleGrid cols={{ base: 1, sm: presets.length }} mt="xs">
        {presets.map(({ id, name, description }) => (
          <Radio.Card key={id} value={id} className={classes.preset}>
            <Group wrap="nowrap" align="flex-start" gap="sm">
              <Radio.Indicator />
              <div>
                <Text fw={600}>{name}</Text>
                <Text size="sm" c="dimmed">
                  {description}
                </Text>
              </div>
            </Group>
          </Radio.Card>
        ))}
      </SimpleGrid>
    </Radio.Group>
  )
}
