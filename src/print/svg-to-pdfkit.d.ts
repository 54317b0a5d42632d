declare module 'svg-to-pdfkit' {
  import type PDFDocument from 'pdfkit'

  interface Options {
    readonly width?: number
    readonly height?: number
    readonly assumePt?: boolean
    readonly fontCallback?: (family: string, bold: boolean, italic: boolean, options: object) => string
  }
  export default function svgToPdf(
    pdf: InstanceType<typeof PDFDocument>,
    svg: string,
    x: number,
    y: number,
    options?: Options,
  ): void
}
