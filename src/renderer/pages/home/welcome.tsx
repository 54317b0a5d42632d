import { Button, Group, Paper, Text, Title } from '@mantine/core'
import { IconArrowsExchange, IconEye, IconFlask, IconPlayerPlay, IconTable } from '@tabler/icons-react'
import { useState } from 'react'
import { useStudyActions } from '../../data/use-study-actions.ts'
import { HOME_TEXT as TEXT } from '../../text/home.ts'
import classes from './welcome.module.css'

const ICONS = [IconTable, IconArrowsExchange, IconPlayerPlay, IconEye]

/** What one sees the first time: the way through, and where it begins. */
export function Welcome() {
  const studies = useStudyActions()
  const [isMaking, setIsMaking] = useState(false)
  const makeDemo = async () => {
    setIsMaking(true)
    await studies.makeDemo()
    setIsMaking(false)
  }
  return (
    <>
      <section aria-label={TEXT.steps.title}>
        <ol className={classes.steps}>
          {TEXT.steps.list.map(({ name, text }, index) => {
            const StepIcon = ICONS[index] ?? IconEye
            return (
              <li key={name} className={classes.step}>
                <span className={classes.icon}>
                  <StepIcon size={22} stroke={1.7} aria-hidden />
                </span>
                <Title order={2}>
                  <span className={classes.number}>{index + 1}</span> {name}
                </Title>
                <Text c="dimmed">{text}</Text>
              </li>
            )
          })}
        </ol>
      </section>
      <Paper component="section" className={classes.start} aria-labelledby="start">
        <div className={classes.words}>
          <Title order={2} id="start">
            {TEXT.startTitle}
          </Title>
          <Text c="dimmed">{TEXT.startText}</Text>
        </div>
        <Group gap="sm">
          <Button leftSection={<IconFlask size={16} aria-hidden />} onClick={makeDemo} loading={isMaking}>
            {TEXT.demo}
          </Button>
          <Button variant="default" onClick={() => studies.make()}>
            {TEXT.make}
          </Button>
          <Button variant="default" onClick={() => studies.chooseAndOpen()}>
            {TEXT.open}
          </Button>
        </Group>
        <Text c="dimmed" size="sm">
          {TEXT.dropHint}
        </Text>
      </Paper>
    </>
  )
}
