import type PDFDocument from 'pdfkit'

/** 72 points and 96 px are an inch */
export const POINTS_PER_PX = 0.75

/** A PDF's bytes, once it has been ended. */
export function collectedPdf(pdf: InstanceType<typeof PDFDocument>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  return new Promise((resolve, reject) => {
    pdf.on('data', (part: Uint8Array) => parts.push(part))
    pdf.on('end', () => resolve(Buffer.concat(parts)))
    pdf.on('error', reject)
  })
}
