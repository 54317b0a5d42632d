import { createInterface } from 'node:readline'
import { encodeCocoRle } from '../../src/core/mask/coco-rle.ts'
import { decodeMaskText } from '../../src/core/mask/decode-mask.ts'

// decodes the masks on stdin, one JSON object a line, and answers with their pixels and their encoding, line by line
for await (const line of createInterface({ input: process.stdin })) {
  const { text, heightPx, widthPx }: { text: string; heightPx: number; widthPx: number } = JSON.parse(line)
  const mask = decodeMaskText(text, { heightPx, widthPx })
  const pixels = Buffer.from(mask.data).toString('base64')
  process.stdout.write(
    `${JSON.stringify({ shape: [mask.heightPx, mask.widthPx], pixels, rle: encodeCocoRle(mask) })}\n`,
  )
}
