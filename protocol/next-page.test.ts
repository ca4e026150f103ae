import { expect, it } from 'vitest'
import { nextPage } from './next-page.ts'

const HERE = new URL('https://registry.example/v2/shop/till/')
const ASKED = 'referrers/sha256:1?n=2'

it.each([
  ['by a path', '</v2/shop/till/referrers/sha256:1?last=7&n=2>; rel="next"', 'referrers/sha256:1?last=7&n=2'],
  ['by what differs from the question', '<?last=7&n=2>;rel=next', 'referrers/sha256:1?last=7&n=2'],
  ['by a path from where the question was', '<./sha256:1?last=7>;rel=next', 'referrers/sha256:1?last=7'],
  ['by an address', '<https://registry.example/v2/shop/till/referrers/x?p=2>; rel="next"', 'referrers/x?p=2'],
  ['behind something else', '</up>; rel="up", </v2/shop/till/referrers/x>; rel="next"', 'referrers/x'],
  // A registry that does not know by which name it was asked.
  ['by the address that it has within', '<http://10.0.0.3:5000/v2/shop/till/referrers/x>; rel="next"', 'referrers/x'],
])('is told of %s', (_, link, expected) => {
  expect(nextPage(link, HERE, ASKED)).toBe(expected)
})

it.each([
  ['nothing', null],
  ['no next', '</v2/shop/till/referrers/x>; rel="prev"'],
  ['nonsense', '<<>>; rel=next'],
  ['another repository', '</v2/shop/other/referrers/x>; rel="next"'],
  ['what leads out of it', '</v2/shop/till/../other/referrers/x>; rel="next"'],
])('is none where %s is said', (_, link) => {
  expect(nextPage(link, HERE, ASKED)).toBeNull()
})

it.each([
  ['</v2/shop/till///>; rel="next"', '//'],
  ['</v2/shop/till/sha256:1?n=2>; rel="next"', 'sha256:1?n=2'],
])('is told of by a page with the odd name %s, and behind it', (link, odd) => {
  expect(nextPage(link, HERE, ASKED)).toBe(odd)
  expect(nextPage('<?last=7>; rel="next"', HERE, odd)).toBe(`${odd.split('?')[0]}?last=7`)
})
