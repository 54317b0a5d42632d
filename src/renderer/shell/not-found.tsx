import { Button } from '@mantine/core'
import { IconMapQuestion } from '@tabler/icons-react'
import { Link } from 'wouter'
import { Empty } from '../components/empty.tsx'
import { Page } from '../components/page.tsx'
import { useAddress } from '../data/hash-location.ts'
import { routes } from '../data/routes.ts'
import { SHELL_TEXT } from '../text/shell.ts'

/** An address that no page has. */
export function NotFound() {
  const { path } = useAddress()
  const text = SHELL_TEXT.notFound
  return (
    <Page title={text.title} width="text">
      <Empty
        icon={IconMapQuestion}
        title={text.title}
        action={
          <Button component={Link} href={routes.home()}>
            {text.action}
          </Button>
        }
      >
        {text.text(path)}
      </Empty>
    </Page>
  )
}
