import { IconPhotoOff } from '@tabler/icons-react'
import type { FrameRow } from '../../api/data-contract.ts'
import type { FrameRefView } from '../../api/procedure.ts'
import { useThumbnail } from '../data/use-thumbnail.ts'
import classes from './thumbnail.module.css'

interface ThumbnailProps {
  readonly studyDir: string
  readonly frame: FrameRefView & Partial<Pick<FrameRow, 'correction' | 'neighbourCorrection'>>
  readonly size?: 'row' | 'strip'
}

/** A frame's placed mask, small; decoration beside its name. */
export function Thumbnail({ studyDir, frame, size = 'row' }: ThumbnailProps) {
  const { data, isPending } = useThumbnail(studyDir, frame)
  const url = data?.pngBase64 ? `data:image/png;base64,${data.pngBase64}` : null
  return (
    <span
      className={classes.frame}
      data-size={size}
      data-pending={isPending || undefined}
      title={data?.error ?? undefined}
    >
      {url !== null && <img src={url} alt="" className={classes.mask} draggable={false} />}
      {data && url === null && <IconPhotoOff size={16} aria-hidden />}
    </span>
  )
}
