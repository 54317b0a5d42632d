import { FONT_FILES, PRINT_FONT } from './fonts.ts'
import { loadResvg } from './load-resvg.ts'
import { describedPng } from './png-chunks.ts'

/** px an inch in a figure (CSS) */
const CSS_DPI = 96

/**
 * An SVG document as a PNG of so many pixels an inch, with letters from the font that comes with Otolith.
 *
 * @param texts kept in the file by keyword: `Title`, `Description`, `Provenance`
 * @throws Error where it is no SVG, or resvg is not installed
 */
export async function svgPng(svg: string, dpi: number, texts: Readonly<Record<string, string>>): Promise<Uint8Array> {
  const { renderAsync } = await loadResvg()
  // of an image's two names for sharp pixels it knows one, and takes the other for none
  const drawn = await renderAsync(svg.replaceAll(' style="image-rendering:pixelated"', ''), {
    fitTo: { mode: 'zoom', value: dpi / CSS_DPI },
    font: {
      loadSystemFonts: false,
      fontFiles: Object.values(FONT_FILES),
      defaultFontFamily: PRINT_FONT,
      sansSerifFamily: PRINT_FONT,
    },
  })
  return describedPng(drawn.asPng(), dpi, texts)
}
