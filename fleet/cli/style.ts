/**
 * Colours, and widths that count them as nothing.
 *
 * Invariant: without colour, text comes out as it went in.
 */

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const

export type Colour = keyof typeof CODES

/** Puts a colour on a text, or not. */
export type Paint = (colour: Colour, text: string) => string

const ESC = String.fromCharCode(27)
const SEQUENCE = new RegExp(`${ESC}\\[[0-9;]*[A-Za-z]`, 'g')
/** Sequences, and what stands between them. */
const PARTS = new RegExp(`(${SEQUENCE.source})`)

/** @param colour whether to use any */
export function paintWith(colour: boolean): Paint {
  return colour ? (name, text) => `${ESC}[${CODES[name]}m${text}${ESC}[0m` : (_, text) => text
}

/** Control characters, what does not show or turns the order of a line round, and what ends one. */
const HARMFUL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/**
 * What came from a device or a file, made harmless for a terminal: such characters are shown by their number, so that
 * nobody can move the cursor, set a title or pass one name off as another from afar.
 */
export function plain(text: string): string {
  return text.replace(HARMFUL, (char) => (char === '\n' || char === '\t' ? char : escaped(char.codePointAt(0)!)))
}

function escaped(code: number): string {
  const hex = code.toString(16)
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`
}

/** Characters that show. */
function visibleLength(text: string): number {
  return text.replace(SEQUENCE, '').length
}

/** Cut to so many characters, with an ellipsis. The text must hold no colours. */
export function clip(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`
}

/** Cut to so many characters that show, with an ellipsis; its colours stay, and end with it. */
export function clipPainted(text: string, width: number): string {
  if (visibleLength(text) <= width) return text
  let room = Math.max(0, width - 1)
  const parts = text.split(PARTS).map((part) => {
    if (part.startsWith(ESC)) return part
    const shown = part.slice(0, room)
    room -= shown.length
    return shown
  })
  return `${parts.join('')}…`
}

/** Columns as wide as their widest cell; the last one is not padded. */
export function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = []
  for (const row of rows)
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, visibleLength(cell))
  return rows.map((row) =>
    row
      .map((cell, index) => (index === row.length - 1 ? cell : cell + ' '.repeat(widths[index]! - visibleLength(cell))))
      .join('  ')
      .trimEnd(),
  )
}
