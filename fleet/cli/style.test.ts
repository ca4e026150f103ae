import { expect, it } from 'vitest'
import { plain } from './style.ts'

it.each([
  ['a line\nand\tanother', 'a line\nand\tanother'],
  ['Telefónica 東京', 'Telefónica 東京'],
  ['\\x1b]0;title\\x07\\x9b31m\\x0d', '\u001b]0;title\u0007\u009b31m\r'],
  // What turns the order of a line round, ends it, or does not show.
  ['shop-\\u202egnp.exe\\u2066\\u200b\\ufeff', 'shop-\u202egnp.exe\u2066\u200b\ufeff'],
  ['one\\u2028two\\u2029three', 'one\u2028two\u2029three'],
  ['a\\u{e0041}b', 'a\u{e0041}b'],
])('a terminal is shown %s', (shown, text) => expect(plain(text)).toBe(shown))
