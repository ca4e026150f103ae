/**
 * How wide words are.
 *
 * Invariant: what is measured is drawn with the same fonts.
 */
const FONTS = { title: '600 13px', line: '11px' } as const

/** Pixels. */
export type Measure = (text: string, font: keyof typeof FONTS) => number

/** By the browser, in the page's own font. */
export function browserMeasure(): Measure {
  const context = document.createElement('canvas').getContext('2d')
  if (context === null) return roughMeasure
  const family = getComputedStyle(document.body).fontFamily
  return (text, font) => {
    context.font = `${FONTS[font]} ${family}`
    return context.measureText(text).width
  }
}

/** Without a browser. */
export const roughMeasure: Measure = (text, font) => text.length * (font === 'title' ? 7.8 : 6.2)
